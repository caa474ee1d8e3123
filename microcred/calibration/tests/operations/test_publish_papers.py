"""Sets of papers: frozen when published, replaced by another edition."""

from fractions import Fraction

import pytest
from django.db import ProgrammingError, transaction

from microcred.calibration.models import PaperRetirement, PaperSet, SetPlace
from microcred.calibration.operations import (
    NoPapers,
    NotAgreed,
    PaperRetired,
    PassesUnread,
    PassesUnreadByLuck,
    ShownElsewhere,
    TriesSomebody,
    publish_papers,
    retire_paper,
    sets,
)
from microcred.calibration.queries import newest_set, papers_in
from microcred.calibration.tests.make import agreed, consented, educator, offered
from microcred.foundation.refusals import NotAllowed

Kind = PaperSet.Kind


@pytest.fixture
def version(cast):
    return offered(cast)


@pytest.fixture
def papers(cast, version):
    return [agreed(cast, version), agreed(cast, version, person=educator(cast, "Zoe"))]


def publish(cast, version, papers, kind=Kind.PRACTICE, **more):
    more.setdefault("actor", cast.lena)
    return publish_papers(version=version, kind=kind, papers=papers, at=cast.at, **more)


def test_a_set_is_replaced_by_another_edition_and_never_changed(cast, version, papers):
    first = publish(cast, version, papers)
    assert publish(cast, version, papers) == first, "the same papers are the same set"
    second = publish(cast, version, papers[:1])
    assert (second.number, newest_set(version, Kind.PRACTICE)) == (2, second)
    assert papers_in(first) == papers
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        SetPlace.objects.filter(paper_set=first).update(position=9)


def test_a_retired_paper_is_shown_in_no_set(cast, version, papers):
    there = publish(cast, version, papers)
    retire_paper(actor=cast.lena, paper=papers[0], reason=PaperRetirement.Reason.LEAKED, at=cast.at)
    assert papers_in(there) == papers[1:]
    with pytest.raises(PaperRetired):
        publish(cast, version, papers, Kind.ANCHOR)


def test_only_what_is_agreed_stands_in_a_set(cast, version):
    with pytest.raises(NotAgreed):
        publish(cast, version, [consented(cast, version)])
    with pytest.raises(NoPapers):
        publish(cast, version, [])


def test_a_paper_of_another_version_does_not(cast, version, papers):
    with pytest.raises(NoPapers):
        publish(cast, offered(cast, name="Other"), papers)


def test_what_is_shown_tries_nobody_any_more(cast, version, papers):
    publish(cast, version, papers[:1], Kind.ANCHOR)
    publish(cast, version, papers[1:], Kind.ANCHOR)
    for paper in papers:
        with pytest.raises(ShownElsewhere):
            publish(cast, version, [paper], Kind.QUALIFICATION)


def test_what_tries_somebody_is_not_shown_while_it_does(cast, version, papers):
    publish(cast, version, papers, Kind.QUALIFICATION, stands_unread=True)
    with pytest.raises(TriesSomebody):
        publish(cast, version, papers[:1])
    publish(cast, version, papers[1:], Kind.QUALIFICATION, stands_unread=True)
    publish(cast, version, papers[:1])


@pytest.mark.parametrize("who", ["ben", "cora", "gus"])
def test_only_a_lead_assessor_of_the_owner_publishes(cast, version, papers, who):
    with pytest.raises(NotAllowed):
        publish(cast, version, papers, actor=getattr(cast, who))


def test_a_set_by_which_who_does_not_read_would_qualify_is_refused_with_the_share(cast, version, papers):
    with pytest.raises(PassesUnread) as refused:
        publish(cast, version, papers, Kind.QUALIFICATION)
    assert "100 in 100" in str(refused.value)
    assert "80 in 100 qualify" in str(refused.value)

    spread = [*papers, agreed(cast, version, person=educator(cast, "Ute"), position=0)]
    assert publish(cast, version, spread, Kind.QUALIFICATION).number == 1
    assert publish(cast, version, papers, Kind.QUALIFICATION, stands_unread=True).number == 2
    assert publish(cast, version, papers, Kind.VALIDITY).number == 1, "these try nobody who is not qualified"


def test_a_set_by_which_who_does_not_read_qualifies_by_luck_is_refused_with_how_often(
    cast, version, papers, monkeypatch
):
    spread = [*papers, agreed(cast, version, person=educator(cast, "Ute"), position=0)]
    monkeypatch.setattr(sets, "qualifying_unread", lambda *_of: Fraction(6, 100))
    with pytest.raises(PassesUnreadByLuck) as refused:
        publish(cast, version, spread, Kind.QUALIFICATION)
    assert "qualifies 6 times in 100" in str(refused.value)
    assert publish(cast, version, spread, Kind.QUALIFICATION, stands_unread=True).number == 1

    monkeypatch.setattr(sets, "qualifying_unread", lambda *_of: Fraction(5, 100))
    assert publish(cast, version, list(reversed(spread)), Kind.QUALIFICATION).number == 2
