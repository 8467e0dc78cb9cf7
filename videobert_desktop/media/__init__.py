"""Floor 2: everything that reads video files, with PyAV; decoding happens in a child process that can be killed."""
