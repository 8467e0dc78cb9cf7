"""What is written in a video's pictures: which are worth reading, what they say, and how long it stands there."""
