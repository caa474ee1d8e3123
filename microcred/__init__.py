"""Microcred: educators earn, hold and use competency-based micro-credentials."""
