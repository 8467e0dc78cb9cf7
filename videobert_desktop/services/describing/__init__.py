"""What a video shows, told from its stored features: captions, chapters, highlights and a summary."""
