"""What coordinators allowed, as facts of a record."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_noop as noted

from microcred.foundation.days import day_in
from microcred.foundation.many import among
from microcred.recognition.models import (
    ActivityAllowance,
    ActivityStatement,
    Adjustment,
    Allowance,
    Ruling,
    RulingRetraction,
)
from microcred.recognition.queries.policies import document_of
from microcred.recognition.rules.engine.record import Override
from microcred.recognition.rules.reason_codes import ENGLISH

EXCEPTION: Final = noted("An exception was made, with a reason.")


def allowances_of_each(people: Sequence[UUID]) -> dict[UUID, list[Allowance]]:
    """What coordinators allowed of the awards of several people, the newest first, by person; in one query. A limit
    that came with a ruling falls when that is taken back."""
    found: dict[UUID, list[Allowance]] = {}
    taken_back = RulingRetraction.objects.filter(
        ruling__entry__award=OuterRef("award"),
        ruling__entry__family=OuterRef("policy__family"),
        retracted_at__gte=OuterRef("allowed_at"),
    )
    made = Allowance.objects.filter(among("award__person", people, of="uuid")).annotate(holder=F("award__person"))
    made = made.exclude(Q(at_most=True) & Exists(taken_back))
    for one in made.select_related("policy", "office").order_by("-allowed_at", "-pk"):
        found.setdefault(vars(one)["holder"], []).append(one)
    return found


def allowed_of_each(activities: Mapping[UUID, Sequence[ActivityStatement]]) -> dict[UUID, list[ActivityAllowance]]:
    """What coordinators allowed of the activities of several people, the newest first, by person; in one query, none
    where there are no activities."""
    whose = {one.pk: person for person, those in activities.items() for one in those}
    if not whose:
        return {}
    found: dict[UUID, list[ActivityAllowance]] = {}
    made = ActivityAllowance.objects.filter(among("statement", list(whose), of="uuid"))
    for one in made.select_related("policy", "office").order_by("-allowed_at", "-pk"):
        found.setdefault(whose[one.statement_id], []).append(one)
    return found


def came_with_a_limit(ruling: Ruling) -> bool:
    """Whether an entry was confirmed by allowing less of it."""
    made = Allowance.objects.filter(award=ruling.entry.award_id, policy=ruling.entry.policy_id, at_most=True)
    return made.filter(allowed_at=ruling.ruled_at, allowed_by=ruling.ruled_by_id).exists()


def came_of_a_limit(adjustment: Adjustment) -> bool:
    """Whether an entry counts for less because a coordinator has just allowed less of it: nothing was adjusted between
    the two."""
    entry = adjustment.entry
    made = (
        ActivityAllowance.objects.filter(statement=entry.statement_id)
        if entry.award_id is None
        else Allowance.objects.filter(award=entry.award_id, at_most=True)
    )
    before = {"policy__family": entry.family, "created_at__lte": adjustment.created_at}
    last = made.filter(**before).order_by("-created_at", "-pk").first()
    return (
        last is not None
        and adjustment.amount < 0
        and not entry.adjustments.filter(created_at__gt=last.created_at, pk__lt=adjustment.pk).exists()
    )


def overrides_for(
    items: Collection[str], allowances: Iterable[Allowance | ActivityAllowance], slugs: Mapping[str, Sequence[str]]
) -> Iterable[Override]:
    """Of each award or activity and each policy what was allowed last. The words that somebody typed stay in their own
    row, where they can be forgotten; the record names the reason.

    Args:
        items: the awards and activities of the record.
        slugs: the policies that are applied, by family.
    """
    applied, told = {slug for named in slugs.values() for slug in named}, set()
    for one in allowances:
        of, at_most = (one.award_id, one.at_most) if isinstance(one, Allowance) else (one.statement_id, True)
        key = (str(of), one.policy.slug)
        if key in told or key[0] not in items or key[1] not in applied:
            continue
        told.add(key)
        yield Override(
            policy=one.policy.slug,
            item=key[0],
            counts=True,
            amount=one.amount,
            at_most=at_most,
            reason=ENGLISH.get(one.code, EXCEPTION),
            by=one.office.name,
            decided_on=day_in(one.allowed_at, document_of(one.policy).time_zone),
        )
