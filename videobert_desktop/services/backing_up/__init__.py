"""A library as one file, and back again."""
