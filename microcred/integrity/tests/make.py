"""What the tests of originality set their scenes with: people who hand in words and pictures."""

from hashlib import sha256
from io import BytesIO
from random import Random

import pikepdf
from PIL import Image, ImageDraw

from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Submission
from microcred.portfolios.operations import save_answer, start
from microcred.portfolios.tests import make

TALE = (
    "In our second week the interventionist and I sat down with the recordings of eleven readers and wrote, for each "
    "stop, what the child did next. Nobody had asked the paraprofessional before, though she hears more children than "
    "anyone. We agreed on two prompts only, tried them for three weeks in every room, and counted again. The stops at "
    "long words fell by half, while skipping stayed as it was, so the next meeting begins with skipping."
)
"""75 words."""


def educator(cast, name="Wen Li", *, at="cedar-creek"):
    person = register(actor=None, name=name, email=f"{name.lower().replace(' ', '-')}@example.org")
    appoint(actor=None, person=person, organization=cast.places[at], role=Role.EDUCATOR, at=cast.at)
    return person


def handed_in(cast, version, person, text, *, at=None, program=None) -> Submission:
    """Somebody hands in work whose first answer is this text, and whose other answers are like nobody's."""
    at = at or cast.at
    pursuit = start(actor=person, version=version, program=program, at=at)
    question = make.asked(pursuit)
    save_answer(actor=person, pursuit=pursuit, requirement=question, text=text, revision=0, at=at)
    for number, other in enumerate(version.requirements.filter(kind="artifact")):
        make.put(pursuit, "plan.pdf", blank_plan(f"{pursuit.pk} {number}"), at=at, requirement=other)
    return make.handed_in(pursuit, at=at)


def blank_plan(of: str) -> bytes:
    """A PDF without words, unlike every other: its page is as wide and high as its name says."""

    seed = sha256(of.encode()).digest()
    document = pikepdf.new()
    document.add_blank_page(page_size=(300 + int.from_bytes(seed[:2]) / 100, 300 + int.from_bytes(seed[2:4]) / 100))
    document.pages[-1].Contents = document.make_stream(b"100 100 90 90 re f")
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def drawing(seed: int, size=(320, 240), kind="PNG", **more) -> bytes:
    """A picture of rectangles, another for each seed."""

    random = Random(seed)
    picture = Image.new("RGB", (320, 240), (random.randrange(256), random.randrange(256), random.randrange(256)))
    pen = ImageDraw.Draw(picture)
    for _number in range(12):
        left, top = random.randrange(280), random.randrange(200)
        colour = tuple(random.randrange(256) for _ in range(3))
        pen.rectangle((left, top, left + random.randrange(20, 140), top + random.randrange(20, 120)), fill=colour)
    target = BytesIO()
    picture.resize(size).save(target, kind, **more)
    return target.getvalue()
