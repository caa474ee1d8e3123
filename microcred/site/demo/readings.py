"""A version in pilot whose first submissions are read twice: two agree, one was read a third time, one waits."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from microcred.calibration.operations import qualify
from microcred.catalog.models import Version
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Submission
from microcred.portfolios.operations import start, submit
from microcred.site.demo.stories import ATTESTED, Written, deliver_at, put_in, read
from microcred.site.demo.workflow import IN_PILOT
from microcred.site.demo.world import FOLDER, World, day_of

READERS = ("Soledad Marchbanks", "Idris Fenwick-Rao")
"""Two more assessors of the university centre, invented like the cast. Ben reads with them."""


def tell_of_readings(world: World) -> Iterator[str]:
    """Let people hand in what the version in pilot asks for, and assessors read it. Yield what is being told."""
    yield "Assessors of the version in pilot"
    version = world.versions[IN_PILOT]
    readers = _readers(world, version)
    handed_in = []
    for told in told_of_the_pilot():
        yield f"{told['who']} hands in for the pilot"
        handed_in.append((hand_in(world, version, told), told))
    yield "Each is read twice"
    readings = [(reading["day"], submission, reading) for submission, told in handed_in for reading in told["readings"]]
    for day, submission, reading in sorted(readings, key=lambda each: each[0]):
        read(
            world,
            submission,
            _levels(version, reading),
            feedback=reading["overall"],
            at=day_of(world, day),
            by=readers[reading["by"]],
        )


def _readers(world: World, version: Version) -> dict[str, Person]:
    """Who reads, by first name, each qualified for the stack of the version."""
    people = {"Ben": world.cast.ben}
    for name in READERS:
        first = name.partition(" ")[0]
        person = register(actor=None, name=name, email=f"{first.lower()}@example.org")
        appoint(actor=None, person=person, organization=world.places["carolinacred"], role=Role.ASSESSOR, at=world.at)
        people[first] = person
    for stack in version.micro_credential.stacks.all():
        for person in people.values():
            qualify(
                actor=world.cast.lena,
                assessor=person,
                stack=stack,
                basis="Demonstration: qualified on the calibration set of the stack.",
                at=world.at,
                expires_at=day_of(world, 425),
            )
    return people


def hand_in(world: World, version: Version, told: Mapping[str, Any]) -> Submission:
    """Let somebody start on their own, without a program, put in what is told of them and submit it."""
    first = told["who"].partition(" ")[0]
    person = register(actor=None, name=told["who"], email=f"{first.lower()}@example.org")
    place = world.places[told["place"]]
    appoint(actor=None, person=person, organization=place, role=Role.EDUCATOR, at=world.at)
    pieces = told["evidence"]
    written = Written(
        answers={key: piece["text"] for key, piece in pieces.items() if "file_name" not in piece},
        documents={
            key: (piece["file_name"], piece["title"], piece["text"])
            for key, piece in pieces.items()
            if "file_name" in piece
        },
    )
    pursuit = start(actor=person, version=version, at=day_of(world, told["day"] - 2))
    put_in(person, pursuit, written, at=day_of(world, told["day"] - 1))
    at = day_of(world, told["day"])
    submission = submit(actor=person, pursuit=pursuit, attested=ATTESTED, form_key=uuid7(), at=at)
    deliver_at(at)
    return submission


def _levels(version: Version, reading: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """The level and comment that a reading gives each criterion: what is needed, where it says nothing else."""
    below, comments = reading.get("below", {}), reading.get("comments", {})
    needed = {row["id"]: (row["required"], comments.get(row["id"], "")) for row in version.design["rubric"]}
    return needed | {key: (said["level"], said["comment"].strip()) for key, said in below.items()}


@cache
def told_of_the_pilot() -> list[dict[str, Any]]:
    """Who hands in for the pilot, what, and how it is read."""
    loaded: list[dict[str, Any]] = yaml.load((FOLDER / "checks.yaml").read_text(), Loader=yaml.CSafeLoader)
    return loaded
