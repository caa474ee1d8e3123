"""Microcred: educators earn, hold and use competency-based micro-credentials."""

__version__ = "0.1.0"
"""As in `pyproject.toml`; documents that tell by which software they were made name it."""
