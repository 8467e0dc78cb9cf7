"""The left of the window: the videos of the library."""
