"""Background work as the window sees it: indexing, watching, and how far they are."""
