"""Changes of every kind to papers that have been signed, written byte by byte, and who judges them."""
