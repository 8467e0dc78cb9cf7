"""The right of the window: searching, and what was found."""
