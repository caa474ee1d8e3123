"""A draft of the demonstration that asks for evidence in every way there is, with a rule of its own for a part."""

from collections.abc import Iterator
from datetime import timedelta

from microcred.authoring.operations import start_draft
from microcred.catalog.design import Design, as_json, renewed
from microcred.site.demo.world import World

WRITTEN_ANEW, EARNED_FIRST = "engaging-stakeholders", "managing-change"


def tell_of_builders(world: World) -> Iterator[str]:
    """Let Cora write a micro-credential for teams. Yield what is being told."""
    yield "A draft for teams, with alternatives and a rule of its own"
    start_draft(
        actor=world.cast.cora,
        owner=world.places["carolinacred"],
        design=asking_more(Design.model_validate(world.versions[WRITTEN_ANEW].design)),
        at=world.at + timedelta(days=52),
    )


def asking_more(design: Design) -> Design:
    """The same for teams: a recording or a plan, permissions, a template, limits, all but one of part 2."""
    written = as_json(renewed(design))
    place = next(place for place, row in enumerate(written["requirements"]) if row["kind"] == "artifact")
    artifact = written["requirements"][place] | {
        "accepts": ["document"],
        "one_of": "evidence of the meeting",
        "size_limit": 20,
        "page_limit": 6,
        "shareable": True,
        "shows": "no_students",
        "template": {"title": "Agenda with room for notes", "url": "https://example.org/agenda"},
    }
    recording = {
        **{name: artifact[name] for name in ("part", "kind", "feeds", "one_of", "shareable")},
        "id": "recording",
        "prompt": "Instead of the document: a recording of ten minutes in which the same can be seen or heard.",
        "accepts": ["audio", "video"],
        "minute_limit": 10,
        "shows": "students",
        "consents": ["family", "adult"],
        "language": "any",
    }
    written["requirements"][place : place + 1] = [artifact, recording]
    criteria = sum(criterion["part"] == artifact["part"] for criterion in written["rubric"])
    rule = {"part": artifact["part"], "kind": "at_least", "count": max(criteria - 1, 1)}
    return Design.model_validate(
        {**written, "name": f"{design.name} as a Team", "part_rules": [rule], "prerequisites": [EARNED_FIRST]}
    )
