"""Which designs of the catalogue are near to one that is being written.

Each process keeps the gists of the versions it has met: what is published never changes, so a gist is made once. A
page asks for the identifiers of what is on offer, reads the gists that are new, and the few designs that are near.
"""

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from uuid import UUID

from django.db.models import F, Func, JSONField, Value

from microcred.authoring.lint import Gist, Index, Other, Others
from microcred.catalog.design import Design
from microcred.catalog.models import Entry, Version

LEAST_LIKENESS = 0.15
"""Cosine of two gists below which designs have nothing in common that would be worth reading them for."""

KEPT_WHOLE = 200
"""Designs whose words a process keeps, each some 100 kB."""

_index: Index[UUID] = Index()
_filling = Lock()


def others_in_catalogue(*, but: UUID | None) -> Others:
    """What the catalogue offers, except the versions of one micro-credential."""

    def near(gist: Gist) -> Sequence[tuple[float, Other]]:
        offered = set(Entry.objects.exclude(micro_credential=but).values_list("version_id", flat=True))
        _take_in(offered)
        nearest = _index.nearest(gist, among=offered.__contains__)
        return [(cosine, _whole(version)) for cosine, version in nearest if cosine >= LEAST_LIKENESS]

    return near


def _take_in(offered: set[UUID]) -> None:
    """Read the gists that are new to this process."""
    if offered <= _index.gists.keys():
        return
    with _filling:
        new = offered - _index.gists.keys()
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
