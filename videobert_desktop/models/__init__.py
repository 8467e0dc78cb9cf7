"""Floor 2: everything that infers or learns. torch, transformers and tokenizers are imported in this room only."""
