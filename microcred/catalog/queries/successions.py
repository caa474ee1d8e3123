"""Questions about what came after what."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.design import Comparison, Design, Judgement, compare, judgement_of
from microcred.catalog.models import MicroCredential, Retirement, Succession, Version
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as


def history_of(micro_credential: MicroCredential) -> list[Version]:
    """All versions and revisions, newest first, each with its succession and its author at hand."""
    return list(_history(micro_credential_id=micro_credential.pk))


def rubric_lineage_of(version: Version) -> Version:
    """The version for whose rubric assessors qualify who score this one."""
    succession = Succession.objects.filter(version=version).select_related("rubric_of").first()
    return succession.rubric_of if succession else version


def compared(before: Version, after: Version) -> Comparison:
    """Two versions side by side; kept for those that were compared last, as they never change."""
    return _compared(before.pk, after.pk)


def successor_of(micro_credential: MicroCredential) -> MicroCredential | None:
    """What took the place of a retired micro-credential."""
    retirement = Retirement.objects.filter(micro_credential=micro_credential).select_related("successor").first()
    return retirement.successor if retirement else None


def judged_between(before: Version, after: Version) -> Judgement:
    """Two versions side by side, with what can only be substantive between them."""
    return judgement_of(compared(before, after))


def may_retire(person: Person, micro_credential: MicroCredential, *, at: datetime) -> bool:
    """Whether a person is an author of what a micro-credential's owner offers."""
    return acts_as(person, Role.AUTHOR, for_organization=micro_credential.owner, at=at)


def overtaken_by(versions: Collection[UUID]) -> dict[UUID, Succession]:
    """For each of these versions that a later one put an end to, the succession that did so first."""
    found: dict[UUID, Succession] = {}
    rows = Version.objects.filter(pk__in=versions).values_list("pk", "micro_credential", "number")
    ends = list(_ends(micro_credentials=list({thing for _pk, thing, _number in rows})))
    for pk, thing, number in rows:
        later = [end for end in ends if end.version.micro_credential_id == thing and end.version.number > number]
        if later:
            found[pk] = later[0]
    return found


def versions_below(micro_credential: MicroCredential, number: int) -> QuerySet[Version]:
    """The versions of lower numbers, with their revisions."""
    return Version.objects.filter(micro_credential=micro_credential, number__lt=number)


def retired_and_shown(at: datetime) -> QuerySet[Retirement, UUID]:
    """Micro-credentials whose retirement has begun and that the catalogue still offers."""
    due = Retirement.objects.filter(retired_at__lte=at, micro_credential__entry__isnull=False)
    return due.values_list("micro_credential", flat=True)


@asked_often
def _history(*, micro_credential_id: UUID) -> QuerySet[Version]:
    versions = Version.objects.filter(micro_credential=micro_credential_id)
    return versions.select_related("succession__before", "published_by").order_by("-number", "-revision")


@asked_often
def _ends(*, micro_credentials: list[UUID]) -> QuerySet[Succession]:
    """Without those that set no end: they are from before grace was kept, or touch the wording alone."""
    ends = Succession.objects.filter(version__micro_credential__in=micro_credentials, grace_ends_at__isnull=False)
    return ends.select_related("version").order_by("version__number")


@lru_cache(maxsize=50)
def _compared(before: UUID, after: UUID) -> Comparison:
    designs = dict(Version.objects.filter(pk__in=(before, after)).values_list("pk", "design"))
    return compare(Design.model_validate(designs[before]), Design.model_validate(designs[after]))
