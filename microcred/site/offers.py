"""What a tenant offers and can show for it: the questions of the front page. True numbers only."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db.models import Count, F, QuerySet

from microcred.catalog.models import Entry, Stack
from microcred.catalog.queries.cards import on_cards
from microcred.credentials.models import Award
from microcred.organizations.models import Membership, Role
from microcred.programs.models import Program


@dataclass(frozen=True)
class Numbers:
    """By the numbers, counted in this database at this moment."""

    micro_credentials: int
    stacks: int
    awards: int
    educators: int


@dataclass(frozen=True)
class Spotlight:
    """One micro-credential shown at greater length."""

    entry: Entry
    stack: Stack | None
    competency: str


def numbers(*, at: datetime) -> Numbers:
    """Count what is on offer, what was earned and still holds, and who is here as an educator."""
    return Numbers(
        micro_credentials=Entry.objects.count(),
        stacks=Stack.objects.filter(places__micro_credential__entry__isnull=False).distinct().count(),
        awards=Award.objects.filter(revocation__isnull=True).count(),
        educators=Membership.objects.filter(role=Role.EDUCATOR, starts_at__lte=at)
        .exclude(ends_at__lte=at)
        .values("person")
        .distinct()
        .count(),
    )


def spotlight(*, at: datetime) -> Spotlight | None:
    """The micro-credential of the day: each in its turn, the same for everyone all day."""
    total = Entry.objects.count()
    if not total:
        return None
    place = at.toordinal() % total
    entry = on_cards(Entry.objects.select_related("version")).order_by("title", "slug")[place : place + 1].get()
    stack = Stack.objects.filter(places__micro_credential=entry.micro_credential_id).order_by("position").first()
    return Spotlight(entry, stack, entry.version.competency)


def stacks_on_offer() -> QuerySet[Stack]:
    """The stacks that hold something, each with `offered`: how many micro-credentials."""
    return (
        Stack.objects.filter(places__micro_credential__entry__isnull=False)
        .annotate(offered=Count("places"))
        .order_by("position", "name")
    )


def programs_open_now(*, at: datetime) -> QuerySet[Program]:
    """The programs that can be joined at this moment, those with a free seat first; `left` says how many."""
    return (
        Program.objects.filter(joining_opens_at__lte=at, joining_closes_at__gt=at)
        .select_related("owner")
        .annotate(left=F("seats") - F("taken"))
        .order_by("-left", "joining_closes_at", "pk")
    )


def published_facts() -> dict[str, Any] | None:
    """What the demonstrated programs publish about themselves, each with its source; None outside a demonstration."""
    return _facts() if settings.DEMO else None


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "demo" / "facts.yaml").read_text())
    return facts
