"""What was watched, where it was left, and what to watch next."""
