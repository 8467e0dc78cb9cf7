"""What a person may set, and the first steps with the program."""
