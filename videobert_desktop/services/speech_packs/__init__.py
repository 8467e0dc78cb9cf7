"""The packs that speech is recognised with: which there are, which are installed, and how they come and go."""
