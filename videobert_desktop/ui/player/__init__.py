"""The middle of the window: the player and its timeline."""
