"""Subtitles: tracks inside a video's file and files beside it, made into plain text with times."""
