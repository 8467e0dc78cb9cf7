"""Floor 2: the vector index, a cache over the catalogue that can be rebuilt at any time. faiss lives only here."""
