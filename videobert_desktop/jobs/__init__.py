"""Floor 4: background work for the window, with QtCore only: lanes, cancellation and progress."""
