"""Questions about what of a framework the catalogue covers."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import F, QuerySet

from microcred.catalog.coverage import Coverage, Covering, coverage
from microcred.catalog.facets import Facet
from microcred.catalog.models import Crosswalk, Entry
from microcred.frameworks.models import Framework, Standard


def coverage_of(framework: Framework, crosswalk: Crosswalk | None = None) -> Coverage:
    """What the catalogue offers for each item of a framework, in two queries.

    Args:
        crosswalk: count what stands in it as chosen, and the rest of the catalogue as others.
    """
    standards = framework.standards.filter(withdrawn_at=None).order_by("position")
    return coverage(list(standards), _covering(framework, crosswalk))


def withdrawn_standards(framework: Framework) -> list[tuple[Standard, list[Covering]]]:
    """The items that a framework had once, each with what on offer still aligns to it; the last to go first."""
    gone = list(framework.standards.exclude(withdrawn_at=None).order_by("-withdrawn_at", "position"))
    covering = _covering(framework, None) if gone else {}
    return [(standard, covering.get(standard.pk, [])) for standard in gone]


def relying_on(identifiers: Collection[UUID]) -> dict[UUID, list[Covering]]:
    """By the identifier of a framework's item, the micro-credentials on offer that align to it; by title."""
    found: dict[UUID, list[Covering]] = defaultdict(list)
    aligned = (
        Entry.objects.filter(version__alignments__standard__identifier__in=identifiers)
        .values_list("version__alignments__standard__identifier", "pk", "slug", "title")
        .order_by("title", "slug")
    )
    for identifier, pk, slug, title in aligned:
        found[identifier].append(Covering(pk, slug, title))
    return dict(found)


def _covering(framework: Framework, crosswalk: Crosswalk | None) -> dict[UUID, list[Covering]]:
    key = f"{Facet.CROSSWALK}:{crosswalk.slug}" if crosswalk else None
    found: dict[UUID, list[Covering]] = defaultdict(list)
    for standard, pk, slug, title, keys in _aligned(framework):
        found[standard].append(Covering(pk, slug, title, key is None or key in keys))
    return dict(found)


def _aligned(framework: Framework) -> QuerySet[Entry, tuple[UUID, UUID, str, str, list[str]]]:
    return (
        Entry.objects.filter(version__alignments__standard__framework=framework)
        .annotate(standard=F("version__alignments__standard"))
        .values_list("standard", "pk", "slug", "title", "keys")
        .order_by("title", "slug")
    )
