"""Taking files in: finding, recognising and remembering them."""
