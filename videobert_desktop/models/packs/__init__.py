"""Which packs of weights exist, where they are, and how they load."""
