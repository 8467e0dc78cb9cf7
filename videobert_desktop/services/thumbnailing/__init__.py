"""Thumbnails and filmstrips, and the room they may take."""
