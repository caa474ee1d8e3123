"""`{% load named_steps %}`: where a case stands, in words."""

from django import template
from django.utils.functional import Promise

from microcred.integrity.models import Step

register = template.Library()


@register.filter
def step_named(kind: str) -> str | Promise:
    """The words for a kind of step."""
    return Step.Kind(kind).label


@register.filter
def outcome_named(outcome: str) -> str | Promise:
    """The words for what came of a case."""
    return dict(Step.OUTCOMES)[outcome]
