"""An appeal: evidence was overlooked, two fresh readers find it, and one of two criteria is met after all."""

from collections.abc import Iterator

from microcred.calibration.operations import qualify
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.operations import start, submit
from microcred.scoring.models import Appeal, Decision
from microcred.scoring.operations import appeal
from microcred.site.demo.readings import READERS
from microcred.site.demo.stories import (
    ATTESTED,
    TEAM,
    deliver_at,
    marks,
    overall,
    put_in,
    read,
    read_all_but_the_last,
    told,
)
from microcred.site.demo.world import World, day_of

WHO = "Imani Castellanos-Whitfield"
OVERLOOKED = (
    "The second page of my team plan says who was chosen for what, and the feedback reads as if it were not there."
)
MISSED = "Say who is at the table, and why each was asked."
LEFT = "The plan is sound. What is left are the working agreements."


def tell_of_an_appeal(world: World) -> Iterator[str]:
    """Let somebody appeal, and two people who never saw the work read it afresh."""
    yield f"{WHO} appeals"
    person = register(actor=None, name=WHO, email="imani@example.org")
    appoint(actor=None, person=person, organization=world.places["cedar-creek"], role=Role.EDUCATOR, at=world.at)
    pursuit = start(actor=person, version=world.versions["building-your-team"], at=day_of(world, 36))
    put_in(person, pursuit, told(TEAM), at=day_of(world, 37))
    handed_in = day_of(world, 38)
    submission = submit(actor=person, pursuit=pursuit, attested=ATTESTED, form_key=uuid7(), at=handed_in)
    deliver_at(handed_in)
    found = marks(TEAM) | {"membership": ("Developing", MISSED)}
    read(world, submission, found, feedback=overall(TEAM), at=day_of(world, 44))
    asked = day_of(world, 46)
    decision = Decision.objects.get(submission=submission)
    appeal(actor=person, decision=decision, grounds=[Appeal.Ground.EVIDENCE], words=OVERLOOKED, at=asked)
    deliver_at(asked)
    for number, reader in enumerate(_fresh_readers(world), start=1):
        read(world, submission, marks(TEAM), feedback=LEFT, at=day_of(world, 47 + number), by=reader)
    for each in (person, *Person.objects.filter(name__in=READERS)):
        read_all_but_the_last(each)


def _fresh_readers(world: World) -> list[Person]:
    readers = list(Person.objects.filter(name__in=READERS).order_by("name"))
    for reader in readers:
        qualify(
            actor=world.cast.lena,
            assessor=reader,
            stack=world.stacks["collective-leadership"],
            basis="Demonstration: qualified on the calibration set of the stack.",
            at=world.at,
            expires_at=day_of(world, 425),
        )
    return readers
