"""Playing: what the window asks for while it shows a video."""
