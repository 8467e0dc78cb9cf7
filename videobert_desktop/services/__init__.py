"""Floor 3: what the program does, one verb a module; plain functions that know nothing of windows or terminals."""
