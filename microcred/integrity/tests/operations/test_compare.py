"""Submissions are compared with what others handed in before; what opens is a case for a person, and nothing else."""

import pytest

from microcred.foundation import outbox
from microcred.integrity import queries
from microcred.integrity.models import Case, Match, Print
from microcred.integrity.operations import close, compare
from microcred.integrity.rules import Likeness, Outcome
from microcred.integrity.tests.make import TALE, drawing, educator, handed_in
from microcred.portfolios.operations import join_team, name_teammate, return_for_revision, share, take_up
from microcred.portfolios.queries import contents_of, state_of
from microcred.portfolios.rules import State
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.programs.tests.make import version as published


@pytest.fixture
def version(cast):
    return published(cast)


def compared(cast, submission):
    return compare(actor=None, submission=submission, at=cast.at)


def test_the_same_words_open_one_case_however_often_they_are_compared(cast, version):
    first = handed_in(cast, version, cast.ada, TALE)
    assert compared(cast, first) is None
    second = handed_in(cast, version, educator(cast), TALE.upper())

    case = compared(cast, second)
    assert compared(cast, second) == case
    assert (case.cause, case.organization) == (Case.Cause.MATCH, cast.places["carolinacred"])
    match = Match.objects.get(here__text__text=TALE.upper())
    assert (match.likeness, match.per_cent, match.there.submission) == (Likeness.SAME_TEXT, 100, first)
    assert state_of(second.pursuit) is State.SUBMITTED


def test_it_follows_from_the_news_of_a_submission(cast, version):
    compared(cast, handed_in(cast, version, cast.ada, TALE))
    handed_in(cast, version, educator(cast), f"As I planned it. {TALE}")
    outbox.deliver_all()
    outbox.deliver_all()

    assert [match.likeness for match in Match.objects.filter(here__text__text__contains="As I planned")] == [
        "near_text"
    ]
    assert Case.objects.count() == 1


def test_what_everybody_says_hides_no_copy_and_makes_none(cast, version, monkeypatch):
    monkeypatch.setattr(queries, "MOST_HOLDING", 2)
    monkeypatch.setattr(queries, "MOST_COMPARED", 1)
    said = "As the guide of our district says we plan together and write down what each child did next to the teacher."
    for name, word in (("Colm Byrne", "step"), ("Ines Prieto", "look"), ("Noor Haddad", "turn")):
        only = " ".join(f"{word}{number}" for number in range(60))
        compared(cast, handed_in(cast, version, educator(cast, name), f"{said} {only}"))
    first = handed_in(cast, version, cast.ada, f"{said} {TALE}")
    compared(cast, first)
    assert not Match.objects.exists()

    compared(cast, handed_in(cast, version, educator(cast), f"{TALE} {said}"))
    assert Match.objects.get().there.submission == first


def test_what_many_copied_is_found_at_who_had_it_first(cast, version, monkeypatch):
    monkeypatch.setattr(queries, "MOST_HOLDING", 1)
    first = handed_in(cast, version, cast.ada, TALE)
    compared(cast, first)
    for name, begun in (("Colm Byrne", "As I planned it."), ("Ines Prieto", "So we began then.")):
        compared(cast, handed_in(cast, version, educator(cast, name), f"{begun} {TALE}"))

    assert [match.there.submission for match in Match.objects.all()] == [first, first]


def test_a_persons_own_earlier_work_is_theirs_to_use_again(cast, version):
    compared(cast, handed_in(cast, version, cast.ada, TALE))
    again = handed_in(cast, published(cast, name="Another Thing"), cast.ada, TALE)

    assert compared(cast, again) is None
    assert not Match.objects.exists()


def test_words_of_the_prompts_are_nobodys(cast, version):
    question = make.asked(make.started(cast, version))
    quoted = f"{question.prompt}\n{question.guidance}\n{version.criteria.first().description}"
    compared(cast, handed_in(cast, version, cast.ada, f"{quoted}\nI planned alone."))

    assert compared(cast, handed_in(cast, version, educator(cast), f"{quoted}\nWe asked the children.")) is None


def test_a_copied_file_and_a_picture_saved_anew_are_found(cast):
    rows, place = with_artifact(accepts=("image", "document"))
    version = published(cast, requirements=rows)
    people = [cast.ada, educator(cast), educator(cast, "Colm Byrne")]
    files = [("wall.png", drawing(3)), ("w.png", drawing(3)), ("wall.jpg", drawing(3, kind="JPEG", quality=60))]
    for person, (name, content) in zip(people, files, strict=True):
        pursuit = make.started(cast, version, person=person)
        requirement = version.requirements.order_by("position")[place]
        make.declared(make.put(pursuit, name, content, at=cast.at, requirement=requirement), at=cast.at)
        compared(cast, make.handed_in(pursuit, at=cast.at))

    found = {match.likeness for match in Match.objects.filter(here__item__item__kind="image")}
    assert found == {Likeness.SAME_FILE, Likeness.NEAR_PICTURE}


def test_what_a_team_shares_by_design_is_none_and_is_said_to_be_shared(cast):
    rows, place = with_artifact(shareable=True)
    version = published(cast, requirements=rows)
    wen = educator(cast)
    mine, theirs = make.started(cast, version), make.started(cast, version, person=wen)
    requirement = version.requirements.order_by("position")[place]
    item = make.put(mine, "together.pdf", make.pdf(4, Title="Together"), at=cast.at, requirement=requirement)
    name_teammate(actor=cast.ada, pursuit=mine, email=wen.email, at=cast.at)
    from microcred.portfolios.queries import place_in_team

    join_team(actor=wen, teammate=place_in_team(theirs), at=cast.at)
    take_up(actor=wen, pursuit=theirs, share=share(actor=cast.ada, item=item, at=cast.at), at=cast.at)
    first, second = make.handed_in(mine, at=cast.at), make.handed_in(theirs, at=cast.at)
    compared(cast, first)
    compared(cast, second)

    assert not Match.objects.filter(here__item__item__requirement=requirement).exists()
    for submission in (first, second):
        shared = [piece.shared for one in contents_of(submission).by_requirement for piece in one.items]
        assert shared.count(True) == 1


def test_what_was_found_to_be_no_concern_is_not_asked_again_at_the_next_attempt(cast, version):
    compared(cast, handed_in(cast, version, cast.ada, TALE))
    second = handed_in(cast, version, educator(cast), TALE)
    case = compared(cast, second)
    close(actor=cast.elena, case=case, outcome=Outcome.NO_CONCERN, words="They planned it together.", at=cast.at)
    criteria = make.asked(second.pursuit, "reflection").criteria.all()
    return_for_revision(actor=None, submission=second, short=make.short(criteria), at=cast.at)
    third = make.handed_in(second.pursuit, at=make.later(cast.at, hours=1))

    assert compared(cast, third) is None
    assert Case.objects.count() == 1


def test_prints_hold_none_of_the_words(cast, version):
    compared(cast, handed_in(cast, version, cast.ada, TALE))

    for row in Print.objects.values():
        assert not any("interventionist" in str(value) for value in row.values())
