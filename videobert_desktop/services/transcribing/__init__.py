"""What is said in a video: where it comes from, and how it is given to other programs."""
