"""Which designs of the catalogue are near to one that is being written.

Each process keeps the gists of the versions it has met: what is published never changes, so a gist is made once. A
page asks which edition the catalogue has, and only after a change what is on offer; then it reads the gists that are
new, and the few whole designs that are near.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import F, Func, JSONField, Value

from microcred.authoring.lint import Gist, Index, Other, Others
from microcred.catalog.design import Design
from microcred.catalog.models import Entry, Version
from microcred.catalog.queries import edition_mark
from microcred.foundation.following import Follower

LEAST_LIKENESS = 0.15
"""Cosine of two gists below which designs have nothing in common that would be worth reading them for."""

KEPT_WHOLE = 200
"""Designs whose words a process keeps, each some 100 kB."""

MOST_OFFERED = 10_000
"""Micro-credentials on offer among which near copies are looked for; the gists of more would fill a process."""

_index: Index[UUID] = Index()


@dataclass(frozen=True)
class Offer:
    """What is on offer in one edition of the catalogue: the version of each micro-credential."""

    mark: UUID | None
    versions: dict[UUID, UUID]

    def others(self, *, but: UUID | None) -> Others | None:
        """What is on offer, except one micro-credential; None when that is too much to be compared with."""
        if len(self.versions) > MOST_OFFERED:
            return None
        among = {version for thing, version in self.versions.items() if thing != but}

        def near(gist: Gist) -> Sequence[tuple[float, Other]]:
            nearest = _index.nearest(gist, among=among.__contains__)
            return [(cosine, _whole(version)) for cosine, version in nearest if cosine >= LEAST_LIKENESS]

        return near


def offered() -> Offer:
    """What the catalogue offers now."""
    return _offered.now()


def _read(_before: Offer | None) -> Offer:
    """What is on offer; the gists of it that are new to this process are taken in."""
    mark = edition_mark()
    versions = dict(Entry.objects.values_list("micro_credential_id", "version_id")[: MOST_OFFERED + 1])
    if len(versions) <= MOST_OFFERED:
        _take_in(set(versions.values()))
    return Offer(mark, versions)


_offered = Follower(asks=edition_mark, read=_read)


def _take_in(offered: set[UUID]) -> None:
    """Read the gists that are new to this process."""
    new = offered - _index.gists.keys()
    if not new:
        return
    rows = Version.objects.filter(pk__in=new).values_list(
        "pk", "title", "competency", "key_method", _names("components"), _names("rubric")
    )
    for pk, title, competency, key_method, components, criteria in rows.iterator():
        _index.add(pk, Gist.of(title, competency, key_method, (*components, *criteria)))


def _names(field: str) -> Func:
    path = Value(f"$.{field}[*].name")
    return Func(F("design"), path, function="jsonb_path_query_array", output_field=JSONField())


@lru_cache(maxsize=KEPT_WHOLE)
def _whole(version: UUID) -> Other:
    there = Version.objects.only("title", "design").get(pk=version)
    return Other(there.title, Design.model_validate(there.design))
