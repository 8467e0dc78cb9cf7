"""Floor 2: every option of the program, declared once, and where its values come from."""
