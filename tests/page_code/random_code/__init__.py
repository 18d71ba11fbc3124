"""Page code drawn at random, run by Node, and compared with what the reader says of it."""
