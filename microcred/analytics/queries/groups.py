"""Whether criteria of a version are harder for people whose licences are for some grades.

Known of people is only what an office confirmed of their licences: for which grades. It is asked for to count people
and told of no one; who reads is told nothing of it.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from math import nan
from uuid import UUID
from zoneinfo import ZoneInfo

from microcred.analytics.rules import band_on, groups_of
from microcred.authoring.pack import Groups
from microcred.catalog.models import Version
from microcred.catalog.queries import Rubric, rubric_of
from microcred.foundation.kept_figures import KeptFigures
from microcred.foundation.many import among, rows_of
from microcred.recognition.queries.standing import grade_bands_of
from microcred.scoring.models import Decision, Result

_KEPT: KeptFigures[Groups] = KeptFigures(200)
"""Differences in that many versions and periods, in each server process; a few kilobytes each."""

FIRST = 1
"""the attempt that counts: later ones were helped by what was said of it"""


def by_grade(version: Version, *, since: datetime | None = None, until: datetime) -> Groups:
    """People whose first attempt was decided within a time, by what their confirmed licences were for when they handed
    it in, and how each group stands beside the others. Two queries, and one more where it is not kept."""
    decided = Decision.objects.filter(
        submission__pursuit__version=version, submission__attempt=FIRST, decided_at__lte=until
    )
    if since is not None:
        decided = decided.filter(decided_at__gt=since)
    rows = decided.order_by("decided_at", "pk").values_list(
        "pk", "submission__pursuit__person", "submission__submitted_at"
    )
    first: dict[UUID, tuple[UUID, datetime]] = {}
    for decision, person, handed_in in rows_of(rows):
        first.setdefault(person, (decision, handed_in))
    licences = grade_bands_of(first)
    zone = ZoneInfo(version.micro_credential.owner.time_zone)
    named = [
        (decision, band_on(handed_in.astimezone(zone).date(), licences[person]))
        for person, (decision, handed_in) in first.items()
        if person in licences
    ]
    members = sorted((decision, band) for decision, band in named if band is not None)
    key = sha256(b"".join(decision.bytes + band.encode() + b"\0" for decision, band in members)).digest()
    return _KEPT.of((version.pk, key), lambda: _counted(members, rubric_of(version)))


def _counted(members: Sequence[tuple[UUID, str]], rubric: Rubric) -> Groups:
    place = {decision: at for at, (decision, _band) in enumerate(members)}
    levels = {criterion.id: [nan] * len(members) for criterion in rubric.criteria}
    found = Result.objects.filter(among("decision_id", list(place), of="uuid"))
    for decision, criterion, position in found.values_list("decision", "criterion", "score__level__position"):
        levels[criterion][place[decision]] = float(position)
    return groups_of([band for _decision, band in members], levels, {one.id: one.name for one in rubric.criteria})
