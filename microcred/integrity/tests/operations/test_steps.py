"""What people make of a case: looked at, asked, answered, paused, closed; by whom, when and why."""

import pytest

from microcred.foundation.frozen import frozen_tables
from microcred.foundation.refusals import NotAllowed
from microcred.integrity import operations
from microcred.integrity.models import Case, Step
from microcred.integrity.operations import answer, ask, close, compare, flag, look, pause, resume, say_openness
from microcred.integrity.queries import (
    Figures,
    customary_for,
    figures_of,
    is_open,
    matches_of,
    own_cases,
    standing_of,
    told_of,
)
from microcred.integrity.rules import Outcome
from microcred.integrity.tests.make import TALE, educator, handed_in
from microcred.notices.queries import inbox_of
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Pause, Quarantine
from microcred.portfolios.operations import put_in_clean_words, quarantine_piece
from microcred.portfolios.queries import state_of
from microcred.portfolios.rules import State
from microcred.programs.tests.make import version as published


@pytest.fixture
def version(cast):
    return published(cast)


@pytest.fixture
def wen(cast):
    return educator(cast)


@pytest.fixture
def case(cast, version, wen):
    compare(actor=None, submission=handed_in(cast, version, cast.ada, TALE), at=cast.at)
    return compare(actor=None, submission=handed_in(cast, version, wen, TALE), at=cast.at)


def kinds(case):
    return [step.kind for step in standing_of(case).steps]


def test_from_looking_to_no_concern(cast, case, wen):
    look(actor=cast.elena, case=case, at=cast.at)
    look(actor=cast.elena, case=case, at=cast.at)
    ask(actor=cast.elena, case=case, words="How did this come about?", at=cast.at)
    answer(actor=wen, case=case, words="Ada and I wrote it down together.", at=cast.at)
    close(actor=cast.elena, case=case, outcome=Outcome.NO_CONCERN, words="They planned together.", at=cast.at)

    assert kinds(case) == ["looked", "asked", "answered", "closed"]
    assert state_of(case.submission.pursuit) is State.SUBMITTED
    assert [notice.kind for notice in inbox_of(wen)].count("integrity") == 2
    assert any("Answered" in str(notice.subject) for notice in inbox_of(cast.elena))
    assert "integrity_step" in frozen_tables()


def test_nothing_is_held_against_who_was_not_asked(cast, case):
    for outcome in (Outcome.SUPPORT, Outcome.FORMAL, Outcome.FURTHER):
        with pytest.raises(operations.NotAskedYet):
            close(actor=cast.elena, case=case, outcome=outcome, words="Clear enough.", at=cast.at)


@pytest.mark.parametrize("verb", ["ask", "pause", "resume"])
def test_every_step_has_a_reason_and_none_follows_the_last(cast, case, verb):
    step = getattr(operations, verb)
    with pytest.raises(operations.NoReasonGiven):
        step(actor=cast.elena, case=case, words=" ", at=cast.at)
    with pytest.raises(operations.SaidTooMuch):
        step(actor=cast.elena, case=case, words="x" * 5001, at=cast.at)
    with pytest.raises(NotAllowed):
        step(actor=cast.lena, case=case, words="Why?", at=cast.at)
    close(actor=cast.elena, case=case, outcome=Outcome.NO_CONCERN, words="Fine.", at=cast.at)
    with pytest.raises(operations.CaseClosed):
        step(actor=cast.elena, case=case, words="Why?", at=cast.at)


def test_the_educator_answers_what_was_asked_while_it_is_open(cast, case, wen):
    with pytest.raises(operations.NothingAsked):
        answer(actor=wen, case=case, words="What?", at=cast.at)
    ask(actor=cast.elena, case=case, words="How?", at=cast.at)
    with pytest.raises(NotAllowed):
        answer(actor=cast.ada, case=case, words="It was me.", at=cast.at)
    close(actor=cast.elena, case=case, outcome=Outcome.SUPPORT, words="Say who did what.", at=cast.at)
    with pytest.raises(operations.CaseClosed):
        answer(actor=wen, case=case, words="But", at=cast.at)


def test_nobody_looks_into_a_case_about_their_own_work(cast, version, case, wen):
    appoint(actor=None, person=wen, organization=cast.places["carolinacred"], role=Role.PROGRAM_MANAGER, at=cast.at)

    with pytest.raises(NotAllowed):
        close(actor=wen, case=case, outcome=Outcome.NO_CONCERN, words="Mine.", at=cast.at)


def test_the_clock_stands_still_until_the_case_is_settled(cast, case):
    paused = Pause.objects.filter(submission=case.submission, resumption__isnull=True)
    waits = paused.exists
    pause(actor=cast.elena, case=case, words="Until we hear from them.", at=cast.at)
    assert standing_of(case).is_paused
    assert list(paused.values_list("reason", flat=True)) == [Pause.Reason.INTEGRITY]

    resume(actor=cast.elena, case=case, words="It can be read meanwhile.", at=cast.at)
    assert not waits()
    pause(actor=cast.elena, case=case, words="After all.", at=cast.at)
    close(actor=cast.elena, case=case, outcome=Outcome.NO_CONCERN, words="Fine.", at=cast.at)
    assert not waits()


def test_whatever_is_noticed_later_is_a_case_of_its_own_and_the_same_twice_is_one(cast, case):
    seen = {"submission": case.submission, "at": cast.at}
    first = flag(actor=cast.ben, words="Two voices.", **seen)
    assert flag(actor=cast.ben, words=" Two voices. ", **seen) == first

    later = flag(actor=cast.ben, words="The dates do not fit.", **seen)
    of_another = flag(actor=cast.cora, words="Two voices.", **seen)
    close(actor=cast.elena, case=first, outcome=Outcome.NO_CONCERN, words="Fine.", at=cast.at)

    assert len({case, first, later, of_another}) == 4
    assert [standing_of(one).closing for one in (later, of_another)] == [None, None]


def test_with_two_cases_the_reading_waits_for_both(cast, case):
    flagged = flag(actor=cast.ben, submission=case.submission, words="Two voices.", at=cast.at)
    for one in (case, flagged):
        pause(actor=cast.elena, case=one, words="Wait.", at=cast.at)
    close(actor=cast.elena, case=case, outcome=Outcome.NO_CONCERN, words="Fine.", at=cast.at)
    assert Pause.objects.filter(submission=case.submission, resumption__isnull=True).exists()

    close(actor=cast.elena, case=flagged, outcome=Outcome.NO_CONCERN, words="Fine.", at=cast.at)
    assert not Pause.objects.filter(submission=case.submission, resumption__isnull=True).exists()


def test_what_is_customary_grows_with_earlier_concerns_and_leads_are_told(cast, version, case, wen):
    assert customary_for(case) is Outcome.SUPPORT
    ask(actor=cast.elena, case=case, words="How?", at=cast.at)
    close(actor=cast.elena, case=case, outcome=Outcome.SUPPORT, words="Say who did what.", at=cast.at)
    other = published(cast, name="Another Thing")
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    again = compare(actor=None, submission=handed_in(cast, other, wen, TALE), at=cast.at)
    assert customary_for(again) is Outcome.FORMAL

    ask(actor=cast.elena, case=again, words="Again?", at=cast.at)
    close(actor=cast.elena, case=again, outcome=Outcome.FORMAL, words="The second time.", at=cast.at)
    told = [str(notice.body) for notice in inbox_of(cast.rosa) if notice.kind == "integrity"]
    assert len(told) == 1
    assert cast.ada.name not in told[0]


def test_what_an_educator_is_told_names_pieces_and_never_the_other(cast, case, wen):
    assert own_cases(wen) == []
    ask(actor=cast.elena, case=case, words="How?", at=cast.at)

    assert [one.case for one in own_cases(wen)] == [case]
    assert (told_of(case)[0].per_cent, told_of(case)[0].requirement.kind) == (100, "question")
    assert cast.ada.name not in str(told_of(case))


def test_false_alarms_are_counted(cast, case):
    close(actor=cast.elena, case=case, outcome=Outcome.NO_CONCERN, words="Fine.", at=cast.at)
    figures = figures_of(cast.elena, at=cast.at)

    assert (figures.closed, figures.false_alarms, figures.share) == (1, 1, None)


@pytest.mark.parametrize(
    ("closed", "false_alarms", "share"),
    [
        (0, 0, None),
        (9, 9, None),
        (10, 10, (100, 72, 100)),
        (10, 0, (0, 0, 28)),
        (40, 10, (25, 14, 40)),
    ],
)
def test_a_share_is_never_told_of_a_few_and_never_without_its_interval(closed, false_alarms, share):
    assert Figures(closed, false_alarms).share == share


@pytest.fixture
def elsewhere(cast, version):
    """A case in another state, about words that were handed in first here."""
    from microcred.catalog.operations import publish
    from microcred.catalog.tests.make import plain_design

    compare(actor=None, submission=handed_in(cast, version, cast.ada, TALE), at=cast.at)
    abroad = publish(
        actor=cast.nadia,
        owner=cast.places["north-carolina"],
        design=plain_design(name="Elsewhere"),
        at=cast.at,
    )
    appoint(
        actor=None, person=cast.rosa, organization=cast.places["north-carolina"], role=Role.PROGRAM_MANAGER, at=cast.at
    )
    return compare(actor=None, submission=handed_in(cast, abroad, cast.gus, TALE), at=cast.at)


def test_across_organizations_only_that_and_how_much_is_told(cast, elsewhere):
    (shown, *_more) = matches_of(elsewhere, cast.rosa, at=cast.at)

    assert (shown.match.per_cent, shown.is_whole) == (100, False)
    assert (shown.whose, shown.alias, shown.texts) == ("", "", None)
    assert Case.objects.filter(organization=cast.places["north-carolina"]).count() == 1


def test_both_organizations_agreeing_see_matches_whole(cast, elsewhere):
    for place in ("south-carolina", "north-carolina"):
        appoint(actor=None, person=cast.omar, organization=cast.places[place], role=Role.ORG_ADMIN, at=cast.at)
    say_openness(actor=cast.omar, organization=cast.places["north-carolina"], is_open=True, at=cast.at)
    assert not matches_of(elsewhere, cast.rosa, at=cast.at)[0].is_whole
    say_openness(actor=cast.omar, organization=cast.places["south-carolina"], is_open=True, at=cast.at)

    assert is_open(cast.places["carolinacred"])
    assert cast.ada.name in [one.whose for one in matches_of(elsewhere, cast.rosa, at=cast.at)]
    say_openness(actor=cast.omar, organization=cast.places["south-carolina"], is_open=False, at=cast.at)
    assert not matches_of(elsewhere, cast.rosa, at=cast.at)[0].is_whole
    with pytest.raises(NotAllowed):
        say_openness(actor=cast.elena, organization=cast.places["south-carolina"], is_open=True, at=cast.at)


def test_within_one_organization_both_texts_and_people_are_seen(cast, case):
    shown = matches_of(case, cast.elena, at=cast.at)

    assert cast.ada.name in [one.whose for one in shown]
    assert (TALE, TALE) in [one.texts for one in shown]
    assert not Step.objects.exists()


def test_words_that_are_set_aside_are_shown_to_nobody_and_then_as_they_were_replaced(cast, case):
    (match,) = [one for one in matches_of(case, cast.elena, at=cast.at) if one.texts]
    theirs = match.match.there.text
    reason = Quarantine.Reason.STUDENT_NAME
    aside = quarantine_piece(actor=cast.ben, piece=theirs, reason=reason, at=cast.at)

    assert [one.texts for one in matches_of(case, cast.elena, at=cast.at) if one.texts] == []

    clean = TALE.replace("the paraprofessional", "a colleague")
    put_in_clean_words(actor=cast.ada, quarantine=aside, words=clean, at=cast.at)
    assert [one.texts for one in matches_of(case, cast.elena, at=cast.at) if one.texts] == [(TALE, clean)]
