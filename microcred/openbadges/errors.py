"""The one family of errors this library raises on purpose."""

from __future__ import annotations


class OpenBadgesError(ValueError):
    """Something handed to the library is not what a standard, or this library, allows.

    The message names the fact and the place, in words that may be shown to the person who sent the
    document. Everything the library refuses is a subclass, so that one ``except`` at a boundary is enough.
    """


class DocumentRefused(OpenBadgesError):
    """A JSON document that no signature should ever cover: unknown terms, nulls, unsafe characters, bombs."""


class Unreachable(OpenBadgesError):
    """A document elsewhere could not be had. It says nothing about whether a credential is good."""
