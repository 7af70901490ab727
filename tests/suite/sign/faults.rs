//! What keeps a signature from being made; the paper stays as it was.
