"""Work that a person looks through before it is judged: some waits, some came back, one was taken back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import yaml
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from microcred.calibration.operations import qualify
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Consent, PreCheckWay, Pursuit, Submission
from microcred.portfolios.operations import (
    Missing,
    claim_pre_check,
    declare_consent,
    give_back,
    put_in_file,
    set_terms,
    start,
    submit,
    withdraw,
)
from microcred.site.demo.stories import ATTESTED, Written, deliver_at, local_name, put_in, read_all_but_the_last
from microcred.site.demo.world import FOLDER, World, day_of

ASKING, STACK = "teaching-students-to-ask-for-help", "whole-child-development"
TITLE = "Who asked? Four weeks later"

COLLEAGUE = "Hollis Vandermeer"
"""An invented person of the university centre."""

HOUR = timedelta(hours=1)


def tell_of_looking(world: World) -> Iterator[str]:
    """Let work be looked through by a person before it is judged. Yield what is being told."""
    yield "Inés looks whether everything opens"
    version, centre = world.versions[ASKING], world.places["carolinacred"]
    set_terms(
        actor=world.cast.rosa,
        organization=centre,
        version=version,
        pre_check=PreCheckWay.PERSON,
        reason="Photographs of tallies: a person sees at once whether they can be read.",
        at=day_of(world, 20),
    )
    # Who passes something on in the demonstration finds it with Ben.
    qualify(
        actor=world.cast.lena,
        assessor=world.cast.ben,
        stack=world.stacks[STACK],
        basis="Demonstration: qualified on the calibration set of the stack.",
        at=world.at,
        expires_at=day_of(world, 425),
    )
    works = sorted(yaml.safe_load((FOLDER / "asking.yaml").read_text()), key=lambda work: work["day"])
    for number, work in enumerate(works, start=1):
        yield f"{work['who']} teaches students to ask"
        person = world.cast.ada if work["who"] == "Ada" else _colleague(world, number, work["who"])
        at = day_of(world, work["day"])
        submission = _hand_in(world, person, work, at)
        if work["comes"] == "incomplete":
            _send_back(world, submission, at + 3 * HOUR)
        elif work["comes"] == "withdrawn":
            withdraw(actor=person, submission=submission, at=at + HOUR)
            deliver_at(at + HOUR)
        read_all_but_the_last(person)
    _look_at_one(world)


def photograph(lines: Sequence[str], *, chalk: bool = False, blurred: bool = False) -> bytes:
    """A tally on a board, as it should be photographed, or as it comes from a hand that moved."""
    paper, ink = ((44, 62, 54), (232, 234, 226)) if chalk else ((238, 240, 234), (28, 58, 104))
    board = Image.new("RGB", (1200, 720), paper)
    draw = ImageDraw.Draw(board)
    draw.rectangle((16, 16, 1184, 704), outline=(112, 118, 124), width=12)
    for row, words in enumerate((TITLE, *lines)):
        size = 46 if row else 58
        draw.text((90, 80 + 100 * row), words, fill=ink, font=ImageFont.load_default(size=size))
    if blurred:
        board = board.resize((300, 180)).filter(ImageFilter.GaussianBlur(5)).resize((1200, 720))
    target = BytesIO()
    board.save(target, "PNG")
    return target.getvalue()


def _colleague(world: World, number: int, name: str) -> Person:
    person = register(actor=None, name=name, email=f"asking-{number}@example.org")
    appoint(actor=None, person=person, organization=world.places["cedar-creek"], role=Role.EDUCATOR, at=world.at)
    return person


def _hand_in(world: World, person: Person, work: Mapping[str, Any], at: datetime) -> Submission:
    """Outside every program: what is on offer may be started by anybody."""
    pursuit = start(actor=person, version=world.versions[ASKING], at=at - timedelta(days=2))
    documents = {local: (each["file_name"], each["title"], each["text"]) for local, each in work["documents"].items()}
    put_in(person, pursuit, Written(work["answers"], documents), at=at - HOUR)
    if "chalk" in work:
        _put_in_photograph(person, pursuit, photograph(work["chalk"], chalk=True), at=at - HOUR)
    elif "tally" in work:
        _put_in_photograph(person, pursuit, photograph(work["tally"], blurred=True), at=at - HOUR)
    submission: Submission = submit(actor=person, pursuit=pursuit, attested=ATTESTED, form_key=uuid7(), at=at)
    deliver_at(at)
    return submission


def _put_in_photograph(person: Person, pursuit: Pursuit, content: bytes, *, at: datetime) -> None:
    requirement = next(one for one in pursuit.version.requirements.all() if local_name(one) == "after")
    arrival = put_in_file(
        actor=person,
        pursuit=pursuit,
        requirement=requirement,
        name="Tally after four weeks.png",
        chunks=[content],
        size=len(content),
        at=at,
    )
    declare_consent(
        actor=person,
        item=arrival.examined.item,
        people=[Consent.People.NOBODY],
        permission=Consent.Permission.NOT_NEEDED,
        expires_on=None,
        at=at,
    )


def _send_back(world: World, submission: Submission, at: datetime) -> None:
    """Inés cannot read the photograph, and misses what was asked for beside it."""
    ines = world.cast.ines
    row = claim_pre_check(actor=ines, at=at)
    assert row is not None  # noqa: S101 - it was handed in just now
    pieces = {local_name(piece.item.requirement): piece for piece in submission.items.all()}
    tally, change = pieces["after"], pieces["classroom-change"]
    give_back(
        actor=ines,
        pre_check=row,
        claim_number=row.claim_number,
        missing=[
            Missing(change.item.requirement, "part_missing", "after the tally the page is empty", change),
            Missing(tally.item.requirement, "not_legible", "the whole photograph", tally),
        ],
        at=at + HOUR / 6,
    )
    deliver_at(at + HOUR / 6)


def _look_at_one(world: World) -> None:
    """A colleague of Inés has just taken the one that waited longest. What came after it waits for Inés."""
    colleague = register(actor=None, name=COLLEAGUE, email="pre-checker-2@example.org")
    appoint(actor=None, person=colleague, organization=world.places["carolinacred"], role=Role.PRE_CHECKER, at=world.at)
    claim_pre_check(actor=colleague, at=now() - HOUR / 3)
