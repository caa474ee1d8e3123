"""The stories of the demonstration: Ada's, and those of the colleagues who take part in the pilot with her."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import yaml

from microcred.catalog.models import Level, Requirement, Version
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.foundation.ids import uuid7
from microcred.notices.operations import read_all
from microcred.notices.queries import inbox_of
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Item, Pursuit, Submission
from microcred.portfolios.operations import put_in_file, save_answer, start, submit, take_out
from microcred.portfolios.queries.workspace import present_items
from microcred.portfolios.rules import ATTESTATIONS
from microcred.programs.operations import join
from microcred.scoring.models import Mark, QueueItem, Score
from microcred.scoring.operations import claim, note, score, use_comment
from microcred.scoring.queries import carried_into, kept_beside
from microcred.site.demo.documents import as_pdf
from microcred.site.demo.originality import look_into_cases
from microcred.site.demo.pins import pin_places, point_out
from microcred.site.demo.world import FOLDER, World

TEAM, STRENGTHS = "evidence", "strengths"
"""The two stories told in files."""

ATTESTED = frozenset(ATTESTATIONS)

COLLEAGUES = (
    "Bernadette Kowalczyk-Villanueva",
    "Tomás Iglesias",
    "Harriet Mbeki",
    "Wen Li",
    "Josephine Drummond",
    "Marcus Aurelio Bennett",
    "Shanice Tolliver",
    "Priya Venkataraghavan",
    "Colm O’Rourke",
)
"""Invented people of the invented school."""


@dataclass(frozen=True)
class Written:
    """Evidence for one micro-credential, by the requirement's local name: answers, and documents as Markdown."""

    answers: Mapping[str, str]
    documents: Mapping[str, tuple[str, str, str]]


def tell_stories(world: World) -> Iterator[str]:
    """Let people join, work, submit and be scored. Yield what is being told, step by step."""
    yield "Ada joins the pilot"
    take_part(world, world.cast.ada, at=world.at + timedelta(days=16))
    yield "Ada earns her first micro-credential"
    strengths = world.versions["understanding-your-leadership-strengths"]
    started = world.at + timedelta(days=31)
    first = hand_in(world, world.cast.ada, strengths, told(STRENGTHS), at=started)
    read(world, first, marks(STRENGTHS), feedback=overall(STRENGTHS), at=started + timedelta(days=6))
    yield "Ada hears “not yet”"
    team = world.versions["building-your-team"]
    submission = hand_in(world, world.cast.ada, team, told(TEAM), at=world.at + timedelta(days=40))
    read(world, submission, marks(TEAM), feedback=overall(TEAM), at=world.at + timedelta(days=47))
    for number, name in enumerate(COLLEAGUES):
        yield f"{name} takes part"
        _colleague(world, number, name)
    yield "Elena looks into what is alike"
    look_into_cases(world)
    yield "People look into their inboxes"
    for person in Person.objects.all():
        read_all_but_the_last(person)


def take_part(world: World, person: Person, *, at: datetime) -> None:
    """Join the pilot, accepting its agreement."""
    join(actor=person, program=world.program, agreement_accepted=True, at=at)


def hand_in(world: World, person: Person, version: Version, written: Written, *, at: datetime) -> Submission:
    """Start a pursuit in the pilot, put the evidence in and submit it."""
    pursuit = start(actor=person, version=version, program=world.program, at=at)
    put_in(person, pursuit, written, at=at + timedelta(days=2))
    handed_in = at + timedelta(days=3)
    submission = submit(actor=person, pursuit=pursuit, attested=ATTESTED, form_key=uuid7(), at=handed_in)
    deliver_at(handed_in)
    return submission


def put_in(person: Person, pursuit: Pursuit, written: Written, *, at: datetime) -> None:
    """Write the answers and put in the documents, for the requirements that the evidence names."""
    for requirement in Requirement.objects.filter(version=pursuit.version):
        local = local_name(requirement)
        if local in written.answers:
            save_answer(
                actor=person,
                pursuit=pursuit,
                requirement=requirement,
                text=written.answers[local],
                revision=0,
                at=at,
            )
        elif local in written.documents:
            file_name, title, text = written.documents[local]
            content = as_pdf(title, text)
            put_in_file(
                actor=person,
                pursuit=pursuit,
                requirement=requirement,
                name=file_name,
                chunks=[content],
                size=len(content),
                at=at,
            )
    pin_places(person, pursuit, at=at)


def revise(person: Person, pursuit: Pursuit, written: Written, *, at: datetime) -> None:
    """Take out the documents that are replaced and put in their successors."""
    item: Item
    for item in present_items(pursuit):
        if local_name(item.requirement) in written.documents:
            take_out(actor=person, item=item, at=at)
    put_in(person, pursuit, written, at=at)


def read(
    world: World,
    submission: Submission,
    levels: Mapping[str, tuple[str, str]],
    *,
    feedback: str,
    at: datetime,
    by: Person | None = None,
) -> None:
    """Let somebody, or Ben, claim a submission and score it: for each criterion still open a level and a comment.

    Where what Ben found asks for a second reading, another assessor finds the same.
    """
    reader = by or world.cast.ben
    item = QueueItem.objects.get(submission=submission)
    item = claim(actor=reader, item=item, at=at)
    design, settled = submission.pursuit.version.design, carried_into(submission)
    for criterion in submission.pursuit.version.criteria.exclude(pk__in=settled):
        local = design["rubric"][criterion.position]["id"]
        level_name, comment = levels[local]
        note(
            actor=reader,
            item=item,
            claim_number=item.claim_number,
            criterion=criterion,
            level=Level.objects.get(criterion=criterion, name=level_name),
            comment=comment,
            at=at,
        )
        point_out(reader, item, criterion, local, at=at)
    _uses_kept_comments(item, reader, at)
    score(actor=reader, item=item, claim_number=item.claim_number, feedback=feedback, at=at)
    deliver_at(at)
    item.refresh_from_db()
    if by is None and item.readings_saved < item.readings_asked:
        _read_again(world, item, at=at)


def _read_again(world: World, item: QueueItem, *, at: datetime) -> None:
    """Let the second assessor find what the first found, with a word only where one is needed."""
    item = claim(actor=world.second, item=item, at=at)
    found = Score.objects.filter(
        scoring__submission=item.submission, scoring__paper__isnull=True, carried_from__isnull=True
    )
    for each in found.select_related("criterion", "level"):
        is_short = each.level.position < each.criterion.required_position
        note(
            actor=world.second,
            item=item,
            claim_number=item.claim_number,
            criterion=each.criterion,
            level=each.level,
            comment=each.comment if is_short else "",
            at=at,
        )
    score(actor=world.second, item=item, claim_number=item.claim_number, feedback="", at=at)
    deliver_at(at)


def _uses_kept_comments(item: QueueItem, reader: Person, at: datetime) -> None:
    """What they keep for one criterion alone they begin with where that falls short."""
    for mark in Mark.objects.filter(item=item, assessor=reader).select_related("criterion", "level"):
        criterion = mark.criterion
        if criterion is None or mark.level is None or mark.level.position >= criterion.required_position:
            continue
        for one in kept_beside(reader, item, [criterion.pk])[criterion.pk]:
            if one.comment.criterion_id == criterion.pk:
                use_comment(
                    actor=reader,
                    item=item,
                    claim_number=item.claim_number,
                    criterion=criterion,
                    kept=one.comment,
                    at=at,
                )


def deliver_at(moment: datetime) -> None:
    """Let everything follow that a worker would have done then: queueing, signing, recognizing, telling."""
    with standing_at(moment):
        outbox.deliver_all()


def local_name(requirement: Requirement) -> str:
    """Return the name a requirement has within its design."""
    name: str = requirement.version.design["requirements"][requirement.position]["id"]
    return name


def told(story: str, attempt: int = 1) -> Written:
    """Return what is handed in at an attempt of a story; at a second one only what was revised."""
    pieces = _attempt(story, attempt)["evidence"]
    return Written(
        answers={key: in_one_line(piece["text"]) for key, piece in pieces.items() if piece["kind"] != "artifact"},
        documents={
            key: (piece["file_name"], piece["title"], piece["text"])
            for key, piece in pieces.items()
            if piece["kind"] == "artifact"
        },
    )


def in_one_line(text: str) -> str:
    """Return a text without the line ends that only wrap it in a file: each paragraph as a person types it."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text.strip()))


def marks(story: str, attempt: int = 1) -> dict[str, tuple[str, str]]:
    """Return the level and comment that Ben gives each criterion at an attempt."""
    criteria = _attempt(story, attempt)["scoring"]["criteria"]
    return {key: (mark["level"], mark["comment"].strip()) for key, mark in criteria.items()}


def overall(story: str, attempt: int = 1) -> str:
    """Return Ben's word about the whole at an attempt."""
    words: str = _attempt(story, attempt)["scoring"]["overall"]
    return words.strip()


@cache
def _attempts(story: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{story}.yaml").read_text())["attempts"]
    return loaded


def _attempt(story: str, attempt: int) -> dict[str, Any]:
    return _attempts(story)[attempt - 1]


def _colleague(world: World, number: int, name: str) -> None:
    """Let a colleague take part as far as their number says: some only join, some wait for a reading, some earn."""
    person = register(actor=None, name=name, email=f"colleague-{number + 1}@example.org")
    school = world.places["cedar-creek"]
    appoint(actor=None, person=person, organization=school, role=Role.EDUCATOR, at=world.at)
    joined = world.at + timedelta(days=17, hours=number)
    take_part(world, person, at=joined)
    team, strengths = (
        world.versions["building-your-team"],
        world.versions["understanding-your-leadership-strengths"],
    )
    if number < 3:  # still at work
        if number:
            start(actor=person, version=team, program=world.program, at=joined + timedelta(days=14))
        return
    version, story = (team, TEAM) if number % 2 else (strengths, STRENGTHS)
    started = joined + timedelta(days=30 + number)
    submission = hand_in(world, person, version, told(story), at=started)
    if number >= 6:
        read(world, submission, marks(story), feedback=overall(story), at=started + timedelta(days=4))


def read_all_but_the_last(person: Person) -> None:
    """Let a person have read whatever they were told before the last notice."""
    last = inbox_of(person).first()
    if last is not None:
        read_all(actor=person, up_to=last.told_at - timedelta(seconds=1))
