"""Frameworks are for everyone: one is there, or it is not."""

from django.shortcuts import get_object_or_404

from microcred.frameworks.models import Framework


def public_framework(slug: str) -> Framework:
    """A framework."""
    return get_object_or_404(Framework, slug=slug)
