"""Papers signed by pyHanko in the ways that it offers, by kind."""
