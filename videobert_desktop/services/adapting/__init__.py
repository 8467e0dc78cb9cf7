"""A library's own VideoBERT: adapted to its videos where that measures better, and undone at will."""
