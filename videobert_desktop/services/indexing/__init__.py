"""From a video to its features, windows and index."""
