"""Where Ada, and who hands in what she does, points in her documents: pages, regions, and for which criteria."""

from datetime import datetime

from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit
from microcred.portfolios.operations import pin
from microcred.portfolios.places import Place
from microcred.portfolios.queries.workspace import present_items

PINS: dict[str, tuple[tuple[Place, tuple[str, ...], str], ...]] = {
    "team-plan": (
        (Place(page=1), ("purpose",), "What the team decides, and what it only recommends, stands apart here."),
        (
            Place(page=1, left=8, top=40, width=84, height=40),
            ("membership", "roles"),
            "Each row says whose perspective was missing before; the roles follow from the strengths people named.",
        ),
    ),
    "meeting-record": (
        (Place(page=1), ("team-in-action",), "The decision, and that everybody leaves with one thing to do by a day."),
    ),
}
"""By the local name of a requirement: the place, the local names of criteria, the words."""


def pin_places(person: Person, pursuit: Pursuit, *, at: datetime) -> None:
    """Pin what the evidence is known to show, as far as its version has those criteria."""
    design = pursuit.version.design
    criteria = {row["id"]: row["uuid"] for row in design["rubric"]}
    for item in present_items(pursuit):
        local = design["requirements"][item.requirement.position]["id"]
        for place, names, words in PINS.get(local, ()):
            tagged = item.requirement.criteria.filter(pk__in=[criteria[name] for name in names if name in criteria])
            if tagged:
                pin(actor=person, item=item, words=words, criteria=list(tagged), place=place, at=at)
