"""Tests of the library, each held against a published vector or an implementation that is not ours."""
