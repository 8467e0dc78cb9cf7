"""What is said in a video: recognised in pieces that end in pauses, and told in sentences with their times."""
