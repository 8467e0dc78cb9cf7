"""Questions about videos, and answers with the seconds that prove them."""
