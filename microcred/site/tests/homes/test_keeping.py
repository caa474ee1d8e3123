"""The home of who looks after quality, and of who writes: what waits for them comes first, and in which order."""

from datetime import timedelta

import pytest

from microcred.authoring.gates import Gate
from microcred.authoring.models import Draft
from microcred.authoring.operations import (
    invite_co_author,
    join_draft,
    publish,
    send_back,
    settle,
    start_draft,
    suggest,
)
from microcred.authoring.tests import passing, reviewing
from microcred.authoring.tests.reviewing import AT, NOT_MET
from microcred.catalog.tests import make
from microcred.organizations.models import Role
from microcred.site.homes import homes_of
from microcred.site.homes.keeping import quality_section

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def table():
    return reviewing.table()


def step(person, *, at=AT, role=None):
    homes = homes_of(person, at=at)
    return next(home for home in homes if role in (None, home.role)).step


def lines(person, *, at=AT):
    return {str(line.title): line.status for line in quality_section(person, at=at).lines}


def test_a_round_goes_from_late_to_settled_to_concluded(table):
    assert step(table.pia).title == "Nothing of quality waits for you"
    review = table.open()
    assert step(table.pia).title == "Nothing of quality waits for you"
    assert lines(table.pia) == {"Being judged": "1"}
    assert step(table.pia, at=AT + 11 * DAY).title == "See to the review of Managing Change"
    assert lines(table.pia, at=AT + 11 * DAY) == {"Past due": "1"}

    table.file(review, table.dev, A1=(NOT_MET, "Two abilities."))
    table.file(review, table.quinn)
    assert step(table.pia).title == "Help to settle Managing Change"
    assert step(table.dev).title == "Settle Managing Change"

    for who in (table.dev, table.quinn):
        settle(actor=who, review=review, component_id=table.components["A1"], verdict=NOT_MET, reason="Two.", at=AT)
    first = step(table.pia)
    assert first.title == "Conclude Managing Change"
    assert first.href == f"/quality-reviews/{review.pk}/"


def test_what_nobody_ever_reviewed_comes_where_nothing_else_waits(table):
    publish(actor=make.cora(), draft=table.draft, at=AT)

    assert step(table.pia).title == "One micro-credential was never reviewed"
    assert lines(table.pia) == {"Never reviewed": "1"}


def test_a_draft_at_the_gate_asks_for_two_reviewers(table):
    passing.no_gates_but(make.university(), Gate.QUALITY_REVIEW)
    passing.sent(table.draft, to=Gate.QUALITY_REVIEW)
    assert step(table.pia).title == "Ask two reviewers for Managing Change"
    assert lines(table.pia) == {"Designs waiting for two reviewers": "1"}

    review = table.open(draft=Draft.objects.get(pk=table.draft.pk))
    for who in (table.dev, table.quinn):
        table.file(review, who)

    assert step(table.pia).title == "Let Managing Change through its quality review"


def test_who_wrote_of_a_design_is_not_led_to_its_round(table):
    author_too = reviewing.person("Ursula Keeper", Role.ORG_ADMIN, make.university())
    reviewing.appoint(actor=None, person=author_too, organization=make.university(), role=Role.AUTHOR, at=AT)
    draft = start_draft(actor=author_too, owner=make.university(), design=make.plain_design(), at=AT)
    review = table.open(draft=draft)
    for who in (table.dev, table.quinn):
        table.file(review, who, A1=(NOT_MET, "Two abilities."))

    assert step(table.pia).title == "Conclude Managing Change"
    assert "Conclude" not in step(author_too, role=Role.ORG_ADMIN).title


def test_an_author_is_told_first_what_came_back_and_what_is_suggested(table):
    cora = make.cora()
    passing.no_gates_but(make.university(), Gate.PEER_REVIEW)
    peer = passing.peer()
    start_draft(actor=cora, owner=make.university(), at=AT + DAY)
    suggest(actor=peer, draft=table.draft, path="competency", text="Shorter.", why="", at=AT)
    assert step(cora).title == "Answer what is suggested for Managing Change"

    other = passing.sent(passing.draft(make.plain_design(name="Beekeeping")))
    send_back(actor=peer, draft=other, gate=Gate.PEER_REVIEW, reason="Say where.", at=AT)

    back = step(cora)
    assert back.title == "Mend Beekeeping"
    assert back.words.endswith("sent it back: Say where.")


def test_a_co_author_without_a_role_finds_the_draft_at_home(table):
    elena = reviewing.person("Elena Marchetti", Role.EDUCATOR, table.mira)
    assert [home.role for home in homes_of(elena, at=AT)] == [Role.EDUCATOR]
    invitation = invite_co_author(actor=make.cora(), draft=table.draft, email=elena.email, at=AT)
    join_draft(actor=elena, invitation=invitation, at=AT)

    home = next(home for home in homes_of(elena, at=AT) if home.role is Role.AUTHOR)

    assert [line.title for line in home.sections[0].lines] == ["Managing Change"]
    assert home.sections[0].more == "/drafts/"
