"""Scenes for the stories of scoring: the pilot's stack, Ben qualified for it, work that waits."""

from datetime import datetime, timedelta
from uuid import uuid4

from microcred.calibration.models import Qualification
from microcred.calibration.operations import qualify
from microcred.catalog.models import Criterion, Level, Stack, Version
from microcred.catalog.operations import open_stack, place, publish
from microcred.catalog.tests.make import plain_design
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Pursuit, Submission
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import enqueue, note

YEAR = timedelta(days=365)


def published(cast, *, stack: Stack | None = None, design: str = "managing-change", **changes) -> Version:
    """A version by Cora, in a stack of the university's."""
    university = cast.places["carolinacred"]
    version = publish(actor=cast.cora, owner=university, design=plain_design(**changes), at=cast.at)
    place(actor=None, stack=stack or shelf(cast), micro_credential=version.micro_credential, position=1)
    return version


def shelf(cast, slug: str = "collective-leadership") -> Stack:
    """A stack of the university's, opened once."""
    there = Stack.objects.filter(slug=slug).first()
    return there or open_stack(
        actor=None, owner=cast.places["carolinacred"], slug=slug, name=slug, description="", position=1
    )


def qualified(cast, person: Person, *, stack: Stack | None = None, at: datetime | None = None) -> Qualification:
    """A person with the right to score a stack for a year."""
    at = at or cast.at
    return qualify(
        actor=cast.lena,
        assessor=person,
        stack=stack or shelf(cast),
        basis="Scored two sets of ten papers as agreed.",
        at=at,
        expires_at=at + YEAR,
    )


def assessor(cast, name: str) -> Person:
    """One more assessor at the university, qualified."""
    person = register(actor=None, name=name, email=f"{name.lower()}@example.org")
    appoint(actor=None, person=person, organization=cast.places["carolinacred"], role=Role.ASSESSOR, at=cast.at)
    qualified(cast, person)
    return person


def educator(cast, name: str, *, at_place: str = "cedar-creek") -> Person:
    """One more educator."""
    person = register(actor=None, name=name, email=f"{name.lower()}@example.org")
    appoint(actor=None, person=person, organization=cast.places[at_place], role=Role.EDUCATOR, at=cast.at)
    return person


def submitted(person: Person, version: Version, *, at: datetime, attempt: int = 1) -> Submission:
    """A submission of a person's work."""
    pursuit, _ = Pursuit.objects.get_or_create(person=person, version=version, defaults={"started_at": at})
    return Submission.objects.create(
        pursuit=pursuit, attempt=attempt, alias=uuid4().hex[:8].upper(), submitted_at=at, manifest="{}",
        digest="0" * 64, form_key=uuid4(),
    )  # fmt: skip


def waiting(person: Person, version: Version, *, at: datetime) -> QueueItem:
    """A submission of a person's work in the queue."""
    return enqueue(actor=None, submission=submitted(person, version, at=at), at=at)


def mark_all(item: QueueItem, by: Person, *, at: datetime, short: tuple[Criterion, ...] = ()) -> None:
    """Note the required level for every open criterion, and the lowest with a comment for the short ones."""
    for criterion in Criterion.objects.filter(version=item.version):
        position = 0 if criterion in short else criterion.required_position
        note(
            actor=by,
            item=item,
            claim_number=item.claim_number,
            criterion=criterion,
            level=Level.objects.get(criterion=criterion, position=position),
            comment="Say who was at the table." if criterion in short else "Clear and complete.",
            at=at,
        )
