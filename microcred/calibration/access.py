"""A rubric's assessors are the business of who leads them."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from microcred.calibration.queries import rubrics_led_by
from microcred.catalog.models import Succession
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import roles_of


def who_leads(person: Person, *, at: datetime) -> Person:
    """The person, when they lead assessors anywhere."""
    if Role.LEAD_ASSESSOR not in roles_of(person, at=at):
        raise Http404
    return person


def rubric_to_learn(person: Person, version_id: UUID, *, at: datetime) -> Succession:
    """What came before a version with a rubric of its own, when the person leads its assessors."""
    return get_object_or_404(rubrics_led_by(person, at=at), version=version_id)
