"""Floor 1: the program's nouns as plain dataclasses, its errors and its time arithmetic. No I/O."""
