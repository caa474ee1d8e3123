"""Work that assessors are tried by: twelve people hand in work of every level, of which papers can be taken."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from microcred.calibration.queries import finished_on
from microcred.catalog.models import Version
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Submission
from microcred.portfolios.operations import start, submit
from microcred.site.demo.stories import ATTESTED, Written, deliver_at, put_in, read, read_all_but_the_last
from microcred.site.demo.world import FOLDER, World, day_of

DOCUMENTS = {"strengths-profile": "Strengths profile", "action-record": "Record of one leadership action"}
OVERALL = "Thank you. Each level below names the place in your work that it rests on."


def tell_of_a_bank(world: World) -> Iterator[str]:
    """Let twelve people hand in what is asked to know one's strengths, and assessors read it. Yield what is told."""
    yield "Twelve colleagues look at their strengths"
    for number, told in enumerate(_told()):
        day = 38 + 2 * number / 3
        submission = _hand_in(world, told, day)
        read(world, submission, _levels(submission, told), feedback=OVERALL, at=day_of(world, day + 5))
        read_all_but_the_last(submission.pursuit.person)


def handed_in(version: Version) -> list[Submission]:
    """What they handed in, the newest first, as long as nobody nominated it."""
    theirs = finished_on(version).filter(pursuit__person__email__in=[_address(told) for told in _told()])
    return list(theirs.select_related("pursuit__version", "pursuit__person"))


def _hand_in(world: World, told: Mapping[str, Any], day: float) -> Submission:
    version = world.versions["understanding-your-leadership-strengths"]
    person = _educator(world, told)
    pursuit = start(actor=person, version=version, at=day_of(world, day - 2))
    written = Written(
        answers={key: told[key] for key in ("context", "why-now", "reflection")},
        documents={key: (f"{key}.pdf", title, f"# {title}\n\n{told[key]}") for key, title in DOCUMENTS.items()},
    )
    put_in(person, pursuit, written, at=day_of(world, day - 1))
    at = day_of(world, day)
    submission = submit(actor=person, pursuit=pursuit, attested=ATTESTED, form_key=uuid7(), at=at)
    deliver_at(at)
    return submission


def _educator(world: World, told: Mapping[str, Any]) -> Person:
    person = register(actor=None, name=told["who"], email=_address(told))
    appoint(actor=None, person=person, organization=world.places[told["place"]], role=Role.EDUCATOR, at=world.at)
    return person


def _address(told: Mapping[str, Any]) -> str:
    return f"{told['who'].partition(' ')[0].lower()}@example.org"


def _levels(submission: Submission, told: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """The level that is needed, where nothing is said to fall short."""
    below = told.get("below", {})
    needed = {row["id"]: (row["required"], "") for row in submission.pursuit.version.design["rubric"]}
    return needed | {key: (said["level"], said["comment"]) for key, said in below.items()}


@cache
def _told() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.load((FOLDER / "bank.yaml").read_text(), Loader=yaml.CSafeLoader)
    return loaded
