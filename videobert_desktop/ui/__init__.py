"""Floor 5: the window. It does its work through services, in the lanes that it is given."""
