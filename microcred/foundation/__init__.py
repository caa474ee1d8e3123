"""Plumbing without a domain: the operation, the outbox, refusals, storage and the base layout."""
