"""What the privacy helper found in one colleague's work and she overruled, and a file of another that was set aside."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, cast

from PIL import Image, ImageDraw, ImageFont

from microcred.catalog.models import Requirement
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.covering import Region
from microcred.portfolios.models import Pursuit, Quarantine, SubmittedItem
from microcred.portfolios.operations import (
    object_to_quarantine,
    overrule,
    put_in_file,
    redact,
    save_answer,
    start,
    use_redaction,
)
from microcred.portfolios.queries import privacy_of, workspace_of
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import claim, set_aside
from microcred.site.demo.stories import TEAM, deliver_at, hand_in, read_all_but_the_last, take_part, told
from microcred.site.demo.world import World

BOARD = (
    ("Tuesday: our norms as a team", 58),
    ("1. Everyone speaks once before anyone speaks twice", 40),
    ("2. We write down what we agree on", 40),
    ("3. We say when we do not know", 40),
    ("Table 1", 34),
    ("Liam Turner, Ana Ruiz", 44),
    ("Table 2", 34),
    ("Noah Whitaker, Mei Chen", 44),
)

TEXT = """My students and I read a story by one author, and wrote to another, Maria Rivera, about how children read.

On Tuesday my student Liam Turner told the group what he does when he gets stuck. Liam Turner reads at home now. His
family can be reached at (803) 555-0142. I planned the lesson with Daniel Foster at Cedar Creek Elementary School."""


def _cover_a_board(pursuit: Pursuit, at: datetime) -> None:
    """Odalys puts in a photo of a whiteboard, and covers the names on it."""
    asked = next((one for one in pursuit.version.requirements.order_by("position") if "image" in one.accepts), None)
    if asked is None:
        return
    where: dict[str, Any] = {"actor": pursuit.person, "at": at}
    board = whiteboard()
    arrival = put_in_file(
        **where, pursuit=pursuit, requirement=asked, name="whiteboard.png", chunks=[board], size=len(board)
    )
    names = Region(left=8, top=56, width=40, height=30)
    redaction = redact(**where, item=arrival.examined.item, marks=[names])
    use_redaction(**where, redaction=redaction)


def whiteboard() -> bytes:
    """A board with a plan on it, and who sits where."""
    board = Image.new("RGB", (1200, 800), (246, 246, 242))
    draw = ImageDraw.Draw(board)
    draw.rectangle((20, 20, 1180, 780), outline=(120, 126, 132), width=14)
    for row, (words, size) in enumerate(BOARD):
        draw.text((110, 90 + 88 * row), words, fill=(30, 64, 120), font=ImageFont.load_default(size=size))
    target = BytesIO()
    board.save(target, "PNG")
    return target.getvalue()


def tell_of_privacy(world: World) -> Iterator[str]:
    """Let one colleague write names down, and an assessor set a file of another's aside. Yield what is being told."""
    yield "The privacy helper finds names"
    begun = world.at + timedelta(days=50)
    person = register(actor=None, name="Odalys Marchetti-Brown", email="colleague-20@example.org")
    appoint(actor=None, person=person, organization=world.places["cedar-creek"], role=Role.EDUCATOR, at=world.at)
    take_part(world, person, at=begun)
    version = world.versions["building-your-team"]
    pursuit = start(actor=person, version=version, program=world.program, at=begun)
    requirement = version.requirements.filter(kind=Requirement.Kind.QUESTION).order_by("position")[0]
    where: dict[str, Any] = {
        "actor": person,
        "pursuit": pursuit,
        "requirement": requirement,
        "at": begun + timedelta(hours=1),
    }
    save_answer(**where, text=TEXT, revision=0)
    for one in privacy_of(workspace_of(pursuit), at=begun).noted[requirement.pk]:
        if one.words == "Maria Rivera":
            overrule(**where, key=one.key, reason="She is an author we wrote to, not a student.")
    yield "An assessor sets a file aside"
    other = register(actor=None, name="Fitzgerald Amankwah", email="colleague-21@example.org")
    appoint(actor=None, person=other, organization=world.places["cedar-creek"], role=Role.EDUCATOR, at=world.at)
    take_part(world, other, at=begun)
    submission = hand_in(world, other, version, told(TEAM), at=begun)
    at = begun + timedelta(days=5)
    item = claim(actor=world.cast.ben, item=QueueItem.objects.get(submission=submission), at=at)
    aside = set_aside(
        actor=world.cast.ben,
        item=item,
        claim_number=item.claim_number,
        piece=SubmittedItem.objects.filter(submission=submission).order_by("position")[0],
        reason=Quarantine.Reason.STUDENT_NAME,
        words="page 1, in the list of who sits where",
        at=at,
    )
    quarantine = cast("Quarantine", aside)
    object_to_quarantine(
        actor=other,
        quarantine=quarantine,
        words="The names in that list are characters of the book that we read. No student is named.",
        at=at + timedelta(days=1),
    )
    yield "A colleague covers names on a whiteboard"
    _cover_a_board(pursuit, begun + timedelta(hours=2))
    deliver_at(at + timedelta(days=1))
    for reader in (person, other):
        read_all_but_the_last(reader)
