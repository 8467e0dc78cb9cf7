"""Goes on training VideoBERT on a library's own videos, and measures whether that helps."""
