"""Teams share an artifact where it is allowed; each member writes, submits and is judged alone."""

import pytest
from django.test import Client
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.queries import inbox_of
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios import operations
from microcred.portfolios.covering import Region
from microcred.portfolios.models import Redaction, Share, Teammate
from microcred.portfolios.operations import (
    end_share,
    join_team,
    leave_team,
    name_teammate,
    redact,
    rename,
    share,
    take_out,
    take_up,
    use_redaction,
)
from microcred.portfolios.queries import contents_of, place_in_team, team_of, teammates_ever
from microcred.portfolios.queries.workspace import present_items
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.scoring.tests.make import published


@pytest.fixture
def wen(cast):
    person = register(actor=None, name="Wen Li", email="wen@example.org")
    appoint(actor=None, person=person, organization=cast.places["cedar-creek"], role=Role.EDUCATOR, at=cast.at)
    return person


@pytest.fixture
def version(cast):
    rows, _place = with_artifact(shareable=True)
    return published(cast, requirements=rows)


@pytest.fixture
def mine(cast, version):
    return make.started(cast, version)


@pytest.fixture
def theirs(cast, version, wen):
    return make.started(cast, version, person=wen)


@pytest.fixture
def plan(cast, mine):
    requirement = mine.version.requirements.get(shareable=True)
    return make.put(mine, "plan.pdf", make.pdf(2), at=cast.at, requirement=requirement)


def named(cast, mine, email="wen@example.org"):
    name_teammate(actor=mine.person, pursuit=mine, email=email, at=cast.at)


def together(cast, mine, theirs):
    named(cast, mine, theirs.person.email)
    return join_team(actor=theirs.person, teammate=place_in_team(theirs), at=cast.at)


@pytest.fixture
def given(cast, mine, theirs, plan):
    together(cast, mine, theirs)
    return share(actor=cast.ada, item=plan, at=cast.at)


def taken(cast, given, theirs):
    return take_up(actor=theirs.person, pursuit=theirs, share=given, at=cast.at)


def test_who_is_named_is_asked_and_belongs_to_the_team_once_they_confirm(cast, mine, theirs, wen):
    named(cast, mine)
    named(cast, mine)
    assert (team_of(theirs).has_joined, team_of(theirs).others, team_of(mine).others) == (False, (), ())
    assert [notice.kind for notice in inbox_of(wen)].count("team") == 1

    join_team(actor=wen, teammate=place_in_team(theirs), at=cast.at)
    assert (team_of(theirs).has_joined, [one.pursuit for one in team_of(mine).others]) == (True, [theirs])
    assert teammates_ever(mine) == {cast.ada.pk, wen.pk}


@pytest.mark.parametrize("email", ["nobody@example.org", "gus@example.org", "ada@example.org"])
def test_who_does_not_work_on_it_is_not_named_and_nothing_is_told_of_them(cast, mine, email):
    named(cast, mine, email)

    assert Teammate.objects.count() == 1
    assert team_of(mine).others == ()


def test_where_nothing_may_be_shared_there_is_no_team(cast):
    with pytest.raises(operations.NothingShareable):
        named(cast, make.started(cast, published(cast, name="Alone")))


def test_one_piece_of_work_belongs_to_one_team(cast, version, mine, theirs):
    named(cast, mine)
    with pytest.raises(operations.InAnotherTeam):
        named(cast, theirs, cast.ada.email)


def test_a_team_is_as_large_as_people_can_know_of_each_other(cast, mine, theirs, monkeypatch):
    monkeypatch.setattr("microcred.portfolios.operations.teams.MOST_TEAMMATES", 1)
    with pytest.raises(operations.TeamFull):
        named(cast, mine)


def test_each_puts_the_same_file_into_their_own_work(cast, given, plan, theirs):
    copy = taken(cast, given, theirs)

    assert taken(cast, given, theirs) == copy
    assert (copy.file, copy.pursuit) == (plan.file, theirs)
    assert present_items(theirs) == [copy]


def test_only_who_confirmed_shares_and_takes_up(cast, mine, theirs, plan, wen):
    with pytest.raises(operations.NotInTeam):
        share(actor=cast.ada, item=plan, at=cast.at)
    named(cast, mine)
    given = share(actor=cast.ada, item=plan, at=cast.at)
    with pytest.raises(operations.NotInTeam):
        taken(cast, given, theirs)
    with pytest.raises(NotAllowed):
        share(actor=wen, item=plan, at=cast.at)


def test_what_its_author_does_not_let_a_team_share_is_everybodys_own(cast, mine, theirs):
    together(cast, mine, theirs)
    other = mine.version.requirements.filter(kind="artifact", shareable=False).first()
    if other is None:
        pytest.skip("this design asks for one artifact")
    item = make.put(mine, "own.pdf", make.pdf(3), at=cast.at, requirement=other)
    with pytest.raises(operations.NotShareable):
        share(actor=cast.ada, item=item, at=cast.at)


def test_what_is_taken_back_leaves_open_work_and_cannot_be_taken_up(cast, given, theirs, wen):
    taken(cast, given, theirs)
    end_share(actor=cast.ada, share=given, at=cast.at)

    assert present_items(theirs) == []
    assert any("taken out" in str(notice.subject) for notice in inbox_of(wen))
    with pytest.raises(operations.ShareEnded):
        taken(cast, given, theirs)
    with pytest.raises(NotAllowed):
        end_share(actor=wen, share=given, at=cast.at)


def test_who_has_not_confirmed_sees_neither_the_others_nor_what_they_share(cast, mine, theirs, plan, wen):
    named(cast, mine)
    share(actor=cast.ada, item=plan, at=cast.at)

    assert (team_of(theirs).others, team_of(theirs).shares) == ((), ())
    client = Client()
    client.force_login(wen)
    with standing_at(cast.at):
        page = client.get(reverse("team", args=[theirs.pk])).content.decode()
    assert "plan.pdf" not in page
    assert reverse("team_joining", args=[place_in_team(theirs).pk]) in page


def test_a_name_that_was_taken_out_of_a_title_does_not_reach_the_team(cast, given, plan, theirs):
    rename(actor=cast.ada, item=plan, title="A plan", at=cast.at)

    assert [one.item.title for one in team_of(theirs).shares] == ["A plan"]
    assert taken(cast, given, theirs).title == "A plan"


def test_what_its_owner_takes_out_or_covers_leaves_the_open_work_of_the_team(cast, given, plan, theirs):
    copy = taken(cast, given, theirs)
    asked = redact(actor=cast.ada, item=plan, marks=[Region(0, 0, 50, 50, page=1)], at=cast.at)

    made = use_redaction(actor=cast.ada, redaction=Redaction.objects.get(pk=asked.pk), at=cast.at)

    assert copy not in present_items(theirs), "its teammate would hand in what is covered"
    again = taken(cast, share(actor=cast.ada, item=made, at=cast.at), theirs)
    assert again.file == made.file
    take_out(actor=cast.ada, item=made, at=cast.at)
    assert present_items(theirs) == []


def test_what_its_owner_took_out_cannot_be_taken_up(cast, given, plan, theirs):
    take_out(actor=cast.ada, item=plan, at=cast.at)

    with pytest.raises(operations.ShareEnded):
        taken(cast, given, theirs)


def test_a_member_who_submits_first_keeps_what_they_submitted(cast, given, mine, theirs):
    copy = taken(cast, given, theirs)
    early = make.handed_in(theirs, at=cast.at)
    end_share(actor=cast.ada, share=given, at=cast.at)

    assert copy in present_items(theirs)
    assert [row.item for row in early.items.all() if row.item == copy] == [copy]
    late = make.handed_in(mine, at=cast.at)
    assert (late.pursuit, early.pursuit) == (mine, theirs)


def test_assessors_learn_that_it_is_shared_and_not_with_whom(cast, given, theirs):
    taken(cast, given, theirs)
    contents = contents_of(make.handed_in(theirs, at=cast.at))

    assert [piece.shared for one in contents.by_requirement for piece in one.items].count(True) == 1
    assert "Ada" not in str(contents)


def test_what_is_shared_and_taken_up_by_nobody_is_not_said_to_be_shared(cast, given, mine):
    contents = contents_of(make.handed_in(mine, at=cast.at))

    assert not any(piece.shared for one in contents.by_requirement for piece in one.items)


def test_who_leaves_takes_their_share_along_and_gives_back_what_they_took(cast, given, mine, theirs, wen):
    taken(cast, given, theirs)
    leave_team(actor=wen, teammate=place_in_team(theirs), at=cast.at)
    assert present_items(theirs) == []
    assert (team_of(theirs), team_of(mine).others) == (None, ())

    leave_team(actor=cast.ada, teammate=place_in_team(mine), at=cast.at)
    assert Share.objects.get().end.ended_at == cast.at
    with pytest.raises(NotAllowed):
        leave_team(actor=cast.gus, teammate=Teammate.objects.first(), at=cast.at)


def test_who_says_no_is_not_asked_by_that_team_again(cast, mine, theirs, wen):
    named(cast, mine)
    place = place_in_team(theirs)
    leave_team(actor=wen, teammate=place, at=cast.at)
    named(cast, mine)

    assert team_of(theirs) is None
    with pytest.raises(NotAllowed):
        join_team(actor=wen, teammate=place, at=cast.at)
