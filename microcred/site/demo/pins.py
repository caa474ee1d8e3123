"""Where Ada, and who hands in what she does, points in her documents, and where Ben does while reading them."""

from datetime import datetime
from typing import Any

from microcred.catalog.models import Criterion
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit
from microcred.portfolios.operations import pin
from microcred.portfolios.places import Place
from microcred.portfolios.queries.workspace import present_items
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import pin_evidence

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


READERS_PINS: dict[str, tuple[tuple[str, Place, str, str], ...]] = {
    "working-agreements": (
        ("team-plan", Place(page=1), "", "Section 4: whose words these are is what the next reader should see."),
    ),
    "team-in-action": (("meeting-record", Place(page=1), "", "Here the decision stands, and who carries it out."),),
    "purpose": (("problem", Place(), "Only 25 of the 66 met the goal when they read a short passage aloud", ""),),
}
"""By the local name of a criterion: the local name of a requirement, the place, the words that are quoted, the note."""


def point_out(reader: Person, item: QueueItem, criterion: Criterion, local: str, *, at: datetime) -> None:
    """Let who reads point to what the evidence is known to show, as far as it is there."""
    version = item.submission.pursuit.version
    asked = {row["id"]: position for position, row in enumerate(version.design["requirements"])}
    holding: dict[str, Any] = {"actor": reader, "item": item, "claim_number": item.claim_number, "at": at}
    holding["criterion"] = criterion
    for requirement, place, quote, words in READERS_PINS.get(local, ()):
        position = asked.get(requirement, -1)
        if quote:
            for answer in item.submission.texts.filter(requirement__position=position, text__contains=quote):
                pin_evidence(piece=answer, quote=quote, words=words, **holding)
            continue
        for file in item.submission.items.filter(item__requirement__position=position).select_related("item__file"):
            pin_evidence(piece=file, place=place, words=words, **holding)
