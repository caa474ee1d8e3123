"""What the tests of the educator's work set their scenes with, all by operations."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pikepdf
from PIL import Image

from microcred.catalog.models import Criterion, Requirement, Version
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person
from microcred.portfolios.models import Consent, Item, Pursuit, Share, Submission, Team, TeamJoining, Teammate
from microcred.portfolios.operations import (
    Short,
    declare_consent,
    put_in_file,
    put_in_link,
    return_for_revision,
    save_answer,
    save_change_note,
    start,
    submit,
)
from microcred.portfolios.queries import notes_wanted, state_of, workspace_of
from microcred.portfolios.rules import ATTESTATIONS, State
from microcred.programs.tests.make import version

EVERYTHING = frozenset(ATTESTATIONS)


def pdf(pages: int = 1, **info: str) -> bytes:
    """A PDF with as many pages, and facts about its making. Each shows a drawing without words."""
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
        document.pages[-1].Contents = document.make_stream(b"100 100 200 200 re f")
    if info:
        document.trailer.Info = document.make_indirect(
            pikepdf.Dictionary({f"/{key}": pikepdf.String(value) for key, value in info.items()})
        )
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    """A picture of one colour."""
    target = BytesIO()
    Image.new("RGB", size, "teal").save(target, kind, **more)
    return target.getvalue()


def started(cast, of: Version | None = None, *, person: Person | None = None, **more: Any) -> Pursuit:
    """Ada, or somebody else, has started."""
    return start(actor=person or cast.ada, version=of or version(cast), at=more.pop("at", cast.at), **more)


def asked(pursuit: Pursuit, kind: str = "question") -> Requirement:
    """The first requirement of a kind."""
    return pursuit.version.requirements.filter(kind=kind).order_by("position")[0]


def put(pursuit: Pursuit, name: str, content: bytes, *, at: datetime, requirement: Requirement | None = None) -> Item:
    """A small file is put in."""
    arrival = put_in_file(
        actor=pursuit.person,
        pursuit=pursuit,
        requirement=requirement or asked(pursuit, "artifact"),
        name=name,
        chunks=[content],
        size=len(content),
        at=at,
    )
    return arrival.examined.item


def fill(pursuit: Pursuit, *, at: datetime) -> Pursuit:
    """Everything that is asked for is there; what is there already stays."""
    for work in workspace_of(pursuit).work:
        if not work.is_empty or not work.editable:
            continue
        where = {"actor": pursuit.person, "pursuit": pursuit, "requirement": work.requirement, "at": at}
        if work.takes_text:
            save_answer(**where, text=f"What I did for number {work.number}.", revision=0)
        elif "document" in work.requirement.accepts:
            put_in_file(**where, name="plan.pdf", chunks=[pdf()], size=len(pdf()))
        elif "link" in work.requirement.accepts:
            put_in_link(**where, title="A page", url="https://www.example.org/lesson")
        else:
            item = put(pursuit, "photo.png", picture(), at=at, requirement=work.requirement)
            declared(item, at=at)
    return pursuit


def declared(item: Item, *people: str, at: datetime, **more: Any) -> Consent:
    """Ada says who can be recognized in an item: nobody, or who is named."""
    facts = {"permission": "district_form" if people else "not_needed", "expires_on": None, **more}
    return declare_consent(actor=item.pursuit.person, item=item, people=list(people) or ["nobody"], at=at, **facts)


def short(criteria: Iterable[Criterion], comment: str = "Say who was at the table.") -> list[Short]:
    """These criteria as an assessor finds them short: at their lowest level, with a comment."""
    return [Short(criterion, criterion.levels.order_by("position")[0], comment) for criterion in criteria]


def came_back(cast, *, criteria: Iterable[Criterion] | None = None, at: datetime | None = None) -> Pursuit:
    """Ada's work came back "not yet", with the criteria of its reflection open, or with others."""
    pursuit = started(cast)
    submission = handed_in(pursuit, at=at or cast.at)
    reopened = asked(pursuit, "reflection").criteria.all() if criteria is None else criteria
    return_for_revision(actor=None, submission=submission, short=short(reopened), at=at or cast.at)
    return pursuit


def revise(pursuit: Pursuit, *, at: datetime) -> Pursuit:
    """What is open again, and in writing, is written anew; a file is put in where only files are."""
    for work in workspace_of(pursuit).counted:
        if work.takes_text:
            text = f"{work.text} And then more."
            where = {"actor": pursuit.person, "pursuit": pursuit, "requirement": work.requirement, "at": at}
            save_answer(**where, text=text, revision=work.answer.revision)
        else:
            put(pursuit, "revised.pdf", pdf(2), at=at, requirement=work.requirement)
    return say_changes(pursuit, at=at)


def say_changes(pursuit: Pursuit, text: str = "Said who was at the table.", *, at: datetime) -> Pursuit:
    """What changed is said of each criterion that came back, unless it was said before."""
    for one in notes_wanted(workspace_of(pursuit)):
        if one.is_missing:
            criterion = Criterion.objects.get(pk=one.criterion.id)
            save_change_note(actor=pursuit.person, pursuit=pursuit, criterion=criterion, text=text, revision=0, at=at)
    return pursuit


def handed_in(pursuit: Pursuit, *, at: datetime, form_key: UUID | None = None) -> Submission:
    """Everything that is asked for is there, revised if it came back, and is submitted."""
    fill(pursuit, at=at)
    if state_of(pursuit) is State.RETURNED:
        revise(pursuit, at=at)
    return submit(actor=pursuit.person, pursuit=pursuit, attested=EVERYTHING, form_key=form_key or uuid7(), at=at)


def later(at: datetime, **more: int) -> datetime:
    """A while after."""
    return at + timedelta(**more)


def team_of_two(pursuit: Pursuit, item: Item) -> tuple[Teammate, Share]:
    """The rows of a team that shares an item, whatever its requirement lets a team do: for who knocks on doors."""
    there = Teammate.objects.filter(pursuit=pursuit).first()
    if there is not None:
        return there, Share.objects.get(item=item)
    at = pursuit.started_at
    team = Team.objects.create(version=pursuit.version, founded_by=pursuit.person, founded_at=at)
    mine = Teammate.objects.create(team=team, pursuit=pursuit, named_by=pursuit.person, named_at=at)
    TeamJoining.objects.create(teammate=mine, joined_at=at)
    return mine, Share.objects.create(team=team, item=item, shared_at=at)
