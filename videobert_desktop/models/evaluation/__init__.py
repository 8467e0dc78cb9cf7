"""Measures a pack, as it is on the disk, on what it was not trained on: every number with its interval and baseline."""
