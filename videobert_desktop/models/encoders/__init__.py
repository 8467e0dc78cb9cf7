"""Networks that turn frames and sentences into vectors, before anything joint is learned."""
