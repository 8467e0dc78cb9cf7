"""The transcript beside the player: what is said, to be followed, searched, put right and taken along."""
