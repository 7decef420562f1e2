"""A random walk over a case: the acts on it, by whose they are, and what is forbidden, by hand from DOMAIN E2."""
