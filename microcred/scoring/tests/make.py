"""Scenes for the stories of scoring: the pilot's stack, Ben qualified for it, work that waits."""

from datetime import datetime, timedelta
from uuid import uuid4

from microcred.calibration.models import Qualification
from microcred.calibration.operations import qualify
from microcred.catalog.models import Criterion, Level, Stack, Version
from microcred.catalog.operations import begin_pilot, open_stack, place, publish
from microcred.catalog.tests.make import plain_design
from microcred.credentials.models import Issuer
from microcred.credentials.operations import establish_issuer
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, dismiss, register
from microcred.portfolios.models import Submission
from microcred.portfolios.operations import put_in_file, save_answer, save_change_note, start, submit
from microcred.portfolios.queries import notes_wanted, workspace_of
from microcred.portfolios.rules import ATTESTATIONS
from microcred.scoring.models import QueueItem, Scoring
from microcred.scoring.operations import claim, enqueue, note, score
from microcred.site.demo.documents import as_pdf

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
    if person == cast.lena:
        return by_another_lead(cast, person, stack or shelf(cast), at)
    return qualify(
        actor=cast.lena,
        assessor=person,
        stack=stack or shelf(cast),
        basis="Scored two sets of ten papers as agreed.",
        at=at,
        expires_at=at + YEAR,
    )


def by_another_lead(cast, person: Person, stack: Stack, at: datetime) -> Qualification:
    """What nobody gives to themselves, by somebody who led the assessing before."""
    before = register(actor=None, name="Lorna", email="lorna@example.org")
    place = cast.places["carolinacred"]
    led = appoint(actor=None, person=before, organization=place, role=Role.LEAD_ASSESSOR, at=at)
    right = qualify(actor=before, assessor=person, stack=stack, basis="Twenty papers.", at=at, expires_at=at + YEAR)
    dismiss(actor=before, membership=led, at=at)
    return right


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


PDF = as_pdf("Team plan", "Who is at the table, and why.")
"""A real document, as short as it can be."""


def submitted(person: Person, version: Version, *, at: datetime, story: str = "") -> Submission:
    """A person's work on a version, handed in: every question answered, every artifact put in.

    `story` goes into the answers, to tell one attempt from another.
    """
    pursuit = start(actor=person, version=version, at=at)
    for work in workspace_of(pursuit).work:
        if not work.editable:
            continue
        if work.takes_text:
            save_answer(
                actor=person,
                pursuit=pursuit,
                requirement=work.requirement,
                text=f"We met on **Tuesdays** and wrote our norms down. {story}",
                revision=work.answer.revision if work.answer else 0,
                at=at,
            )
        else:
            put_in_file(
                actor=person,
                pursuit=pursuit,
                requirement=work.requirement,
                name=f"{person.name} plan {work.number}.pdf",
                chunks=[PDF],
                size=len(PDF),
                at=at,
            )
    for wanted in notes_wanted(workspace_of(pursuit)):
        if wanted.is_missing:
            save_change_note(
                actor=person,
                pursuit=pursuit,
                criterion=Criterion.objects.get(pk=wanted.criterion.id),
                text="Who was at the table is said in the second paragraph.",
                revision=0,
                at=at,
            )
    return submit(
        actor=person,
        pursuit=pursuit,
        attested=frozenset(ATTESTATIONS),
        form_key=uuid4(),
        at=at,
    )


def waiting(person: Person, version: Version, *, at: datetime) -> QueueItem:
    """A submission of a person's work in the queue."""
    return enqueue(actor=None, submission=submitted(person, version, at=at), at=at)


def mark(
    item: QueueItem,
    by: Person,
    criterion: Criterion,
    *,
    at: datetime,
    short: bool = False,
    by_one: bool = False,
    higher: bool = False,
) -> None:
    """Note the required level for a criterion, or the lowest with a comment, or the one below or above the required."""
    position = criterion.required_position - (by_one or criterion.required_position if short else -higher)
    note(
        actor=by,
        item=item,
        claim_number=item.claim_number,
        criterion=criterion,
        level=Level.objects.get(criterion=criterion, position=position),
        comment="Say who was at the table." if short else "Clear and complete.",
        at=at,
    )


def mark_all(
    item: QueueItem,
    by: Person,
    *,
    at: datetime,
    short: tuple[Criterion, ...] = (),
    by_one: bool = False,
    higher: tuple[Criterion, ...] = (),
) -> None:
    """Note the required level for every criterion, a lower one with a comment for the short ones, and for some more."""
    for criterion in Criterion.objects.filter(version=item.version):
        mark(item, by, criterion, at=at, short=criterion in short, by_one=by_one, higher=criterion in higher)


def in_pilot(cast, version: Version, *, size: int = 5) -> Version:
    """A version whose first submissions are read twice."""
    begin_pilot(actor=cast.cora, version=version, size=size, at=cast.at)
    return version


def read(
    item: QueueItem,
    by: Person,
    *,
    at: datetime,
    short: tuple[Criterion, ...] = (),
    word: str = "",
    by_one: bool = False,
    higher: tuple[Criterion, ...] = (),
) -> Scoring:
    """A person's whole reading of a submission, from the claim to the save."""
    held = claim(actor=by, item=item, at=at)
    mark_all(held, by, at=at, short=short, by_one=by_one, higher=higher)
    return score(actor=by, item=held, claim_number=held.claim_number, feedback=word, at=at)


def issuer(cast) -> Issuer:
    """The university signs."""
    return establish_issuer(
        actor=None,
        organization=cast.places["carolinacred"],
        slug="carolinacred",
        name="CarolinaCrED",
        url="",
        email="",
        at=cast.at,
    )


def elsewhere(cast) -> Version:
    """A version that another organization than the university's offers."""
    place = cast.places["rock-hill"]
    author = register(actor=None, name="Theo", email="theo@example.org")
    appoint(actor=None, person=author, organization=place, role=Role.AUTHOR, at=cast.at)
    return publish(actor=author, owner=place, design=plain_design(), at=cast.at)
