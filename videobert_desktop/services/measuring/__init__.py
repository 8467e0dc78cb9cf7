"""How fast the program is here, and what is missing on this machine."""
