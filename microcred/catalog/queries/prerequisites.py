"""What is to be earned before a version is started."""

from collections.abc import Sequence
from dataclasses import dataclass

from microcred.catalog.models import Version


@dataclass(frozen=True)
class ToBeEarned:
    """A micro-credential that is to be earned first: its address, and the title of its newest version."""

    slug: str
    title: str


def prerequisites_of(version: Version) -> Sequence[ToBeEarned]:
    """What a version wants earned first, in the author's order. One that wants nothing costs no query."""
    if not version.design.get("prerequisites"):
        return ()
    newest = (
        Version.objects.filter(micro_credential__in=version.prerequisites.values("micro_credential"))
        .order_by("micro_credential", "-number")
        .distinct("micro_credential")
        .values_list("micro_credential__slug", "title")
    )
    titles = dict(newest)
    slugs = version.prerequisites.order_by("position").values_list("micro_credential__slug", flat=True)
    return [ToBeEarned(slug, titles[slug]) for slug in slugs]
