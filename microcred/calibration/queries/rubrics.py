"""Who judges by another rubric than they qualified for, and who was found to judge well by it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from microcred.calibration.models import Qualification, Requalification
from microcred.calibration.queries.rights import ASSESSING, holding
from microcred.catalog.models import Succession, Version
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import holders, organizations_where


class How(Enum):
    """Why somebody may score by another rubric, or may not any more."""

    ASKED = "asked"
    """qualified before the rubric was published, and not requalified"""
    SINCE = "since"
    """qualified for the stack since"""
    REQUALIFIED = "requalified"


@dataclass(frozen=True)
class Standing:
    """Where one assessor stands with one rubric."""

    assessor: Person
    how: How
    held_until: datetime
    """when their qualification for the stack ends; the latest of several"""
    requalification: Requalification | None = None


@dataclass(frozen=True)
class Bench:
    """Who is qualified for the stack of a version that is judged by another rubric, by name."""

    standings: tuple[Standing, ...]

    @property
    def asked(self) -> tuple[Standing, ...]:
        """Those who are to be requalified."""
        return tuple(one for one in self.standings if one.how is How.ASKED)

    @property
    def ready(self) -> tuple[Standing, ...]:
        """Those who may score by it, whatever day it is."""
        return tuple(one for one in self.standings if one.how is not How.ASKED)


def rubrics_led_by(person: Person, *, at: datetime) -> QuerySet[Succession]:
    """The versions with another rubric of the organizations whose assessing a person leads.

    Those that somebody is still to be requalified for come first (`is_asked`), then the newest.
    """
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    return (
        Succession.objects.filter(requalify_from__isnull=False, version__micro_credential__owner__in=owners)
        .annotate(is_asked=Exists(_asked(at)))
        .select_related("version__micro_credential__owner", "before")
        .order_by("-is_asked", "-requalify_from", "pk")
    )


def rubrics_to_learn(person: Person, *, at: datetime) -> QuerySet[Succession]:
    """Those of them that somebody is still to be requalified for, what ends first coming first."""
    return rubrics_led_by(person, at=at).filter(Exists(_asked(at))).order_by("requalify_from", "pk")


def bench_of(version: Version, *, at: datetime) -> Bench:
    """Who judges one version, and how they stand with its rubric."""
    return benches_of([version], at=at)[version.pk]


def benches_of(versions: Sequence[Version], *, at: datetime) -> dict[UUID, Bench]:
    """The same for several versions, each of which has a rubric of its own; two queries however many they are."""
    learned = {
        (row.assessor_id, row.version_id): row
        for row in Requalification.objects.filter(version__in=[one.pk for one in versions]).select_related("granted_by")
    }
    held: dict[UUID, dict[UUID, list[Qualification]]] = defaultdict(lambda: defaultdict(list))
    for row in _held_for(versions, at):
        held[vars(row)["thing"]][row.assessor_id].append(row)
    return {
        version.pk: Bench(
            tuple(
                _standing(rows, version, learned.get((assessor, version.pk)))
                for assessor, rows in held[version.micro_credential_id].items()
            )
        )
        for version in versions
    }


def _standing(rows: Sequence[Qualification], version: Version, learned: Requalification | None) -> Standing:
    how = How.ASKED
    if learned is not None:
        how = How.REQUALIFIED
    elif any(row.starts_at >= version.published_at for row in rows):
        how = How.SINCE
    return Standing(rows[0].assessor, how, max(row.expires_at for row in rows), learned)


def _held_for(versions: Sequence[Version], at: datetime) -> QuerySet[Qualification]:
    """The qualifications by which people judge these, once for each stack that holds one of them, by name."""
    assessing = holders(*sorted(ASSESSING), person=OuterRef("assessor"), at=at)
    rows = Qualification.objects.filter(
        holding(at),
        Exists(assessing),
        stack__places__micro_credential__in=[one.micro_credential_id for one in versions],
    )
    named = rows.annotate(thing=F("stack__places__micro_credential")).select_related("assessor")
    return named.order_by("assessor__name", "assessor", "pk")


def _asked(at: datetime) -> QuerySet[Qualification]:
    """The qualifications of an outer succession's assessors who are to be requalified.

    None once work on its version is not taken any more: what nobody hands in nobody has to judge.
    """
    thing = OuterRef("version__micro_credential")
    since = Qualification.objects.filter(
        holding(at),
        assessor=OuterRef("assessor"),
        stack__places__micro_credential=OuterRef(thing),
        starts_at__gte=OuterRef(OuterRef("version__published_at")),
    )
    learned = Requalification.objects.filter(assessor=OuterRef("assessor"), version=OuterRef(OuterRef("version")))
    over = Succession.objects.filter(
        version__micro_credential=OuterRef(thing),
        version__number__gt=OuterRef(OuterRef("version__number")),
        grace_ends_at__lte=at,
    )
    assessing = holders(*sorted(ASSESSING), person=OuterRef("assessor"), at=at)
    return Qualification.objects.filter(
        holding(at), Exists(assessing), ~Exists(since), ~Exists(learned), ~Exists(over),
        stack__places__micro_credential=thing,
    )  # fmt: skip
