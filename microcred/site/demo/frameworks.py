"""Frameworks in the demonstration: one of topics, written for it, whose second edition has lost an item."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from microcred.frameworks.operations import import_framework
from microcred.frameworks.sources import TableOf, from_file

if TYPE_CHECKING:
    from microcred.site.demo.world import World

NAME = "Demonstration Topics of Educator Growth"
SLUG = "demonstration-topics"


def bring_topics(world: "World", edition: str, *, at: datetime) -> None:
    """Import one of the two editions, kept by the university centre."""
    from microcred.site.demo.world import FOLDER

    file = f"edition-{edition}.csv"
    keeper = world.places["carolinacred"]
    of = TableOf(title=NAME, publisher="Microcred demonstration", edition=edition, keeper=keeper.slug)
    source = from_file(file, (FOLDER / "topics" / file).read_bytes(), of)
    import_framework(
        actor=None, package=source.package, source=source.name, digest=source.digest, at=at, keeper=keeper, slug=SLUG
    )


def tell_of_frameworks(world: "World") -> Iterator[str]:
    """Let the second edition come after micro-credentials aligned to the first."""
    yield "A framework loses an item"
    bring_topics(world, "2", at=world.at + timedelta(days=21))
