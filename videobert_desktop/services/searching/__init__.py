"""From a question to the moments that answer it."""
