"""One catalogue, the same queries, several engines."""
