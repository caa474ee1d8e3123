"""`{% load pins %}`: what stands on a file, or beside a criterion."""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from django import template

register = template.Library()
T = TypeVar("T")


@register.filter
def on(pinned: Mapping[UUID, Sequence[T]] | None, identifier: UUID) -> Sequence[T]:
    """What is pinned on a file or to a criterion, by its identifier; nothing where nothing is."""
    return pinned.get(identifier, ()) if pinned else ()
