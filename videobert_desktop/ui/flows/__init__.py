"""How the parts of the window answer each other: one module for each thing that a person does in it."""
