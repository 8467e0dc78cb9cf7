"""Following folders as they change."""
