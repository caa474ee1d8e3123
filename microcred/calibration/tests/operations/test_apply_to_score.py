"""Applying to score a stack, and taking it back."""

from datetime import timedelta

import pytest

from microcred.calibration.models import AssessorApplication
from microcred.calibration.operations import (
    ApplicationOver,
    AppliesTooEarly,
    AssessesAlready,
    Closeness,
    NotOpen,
    PledgeEmpty,
    PledgeMissing,
    ReferenceUnfit,
    RulesChanged,
    RulesNotMet,
    RulesStand,
    Statement,
    withdraw_application,
)
from microcred.calibration.queries import applications_of, applied_in, findings_of
from microcred.calibration.rules.vetting import Asked, Met
from microcred.calibration.tests.make_vetting import ENOUGH, FREE, Verdict, applied, decided, said
from microcred.catalog.operations import place
from microcred.credentials.operations import revoke
from microcred.credentials.tests.make import award, issuer
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.queries import conflicts_of
from microcred.programs.tests.make import stack


def standing(cast, person=None):
    return applied_in(applications_of(person or cast.ada).last())


def test_who_meets_the_rules_applies_and_the_leads_hear_of_it(cast):
    application = applied(cast)

    assert application.words.years == ENOUGH.years
    assert standing(cast).state == "asked"
    assert [one.met for one in findings_of(application)] == [Met.MET, Met.MET]
    assert Notice.objects.get(person=cast.lena, kind="application_came").path.endswith(f"{application.pk}/")


def test_a_second_click_is_the_same_application(cast):
    rules = said(cast)

    assert applied(cast, rules=rules) == applied(cast, rules=rules)
    assert AssessorApplication.objects.count() == 1


def test_what_is_not_met_is_named_and_nothing_is_kept(cast):
    with pytest.raises(RulesNotMet) as refused:
        applied(cast, statement=Statement(years=2))

    assert "At least 3 years in a classroom" in str(refused.value)
    assert "bachelor" in str(refused.value)
    assert not AssessorApplication.objects.exists()


def test_awards_of_the_stack_are_looked_up_and_count_while_they_hold(cast):
    issuer(cast)
    rules = said(cast, Asked(years=0, degree=False, awards=1))
    with pytest.raises(RulesNotMet, match="1 micro-credential of this stack"):
        applied(cast, rules=rules)

    earned = award(cast)
    place(actor=None, stack=stack(cast), micro_credential=earned.version.micro_credential, position=1)
    application = applied(cast, rules=rules)
    revoke(actor=cast.lena, award=earned, reason="A mistake.", at=cast.at)

    with pytest.raises(RulesNotMet):
        decided(cast, application)


def test_nobody_applies_without_agreeing(cast):
    with pytest.raises(PledgeMissing):
        applied(cast, agrees=False)


def test_a_closed_call_takes_nobody(cast):
    rules = said(cast, is_open=False)
    with pytest.raises(NotOpen):
        applied(cast, rules=rules)


def test_rules_that_changed_meanwhile_are_read_first(cast):
    read = said(cast)
    said(cast, Asked(years=5, degree=False, awards=0))
    with pytest.raises(RulesChanged):
        applied(cast, rules=read)


@pytest.mark.parametrize("who", ["ben", "lena"])
def test_who_assesses_there_or_leads_it_needs_no_vetting(cast, who):
    with pytest.raises(AssessesAlready):
        applied(cast, getattr(cast, who))


def test_who_was_refused_waits_and_may_then_apply_again(cast):
    first = applied(cast)
    decided(cast, first, Verdict.DECLINED)
    rules, later = first.rules, cast.at + timedelta(days=FREE.again_days)

    with pytest.raises(AppliesTooEarly):
        applied(cast, rules=rules, at=later - timedelta(seconds=1))
    assert applied(cast, rules=rules, at=later) != first


def test_an_application_is_taken_back_once_and_others_may_follow(cast):
    first = applied(cast)

    ended = withdraw_application(actor=cast.ada, application=first, at=cast.at)

    assert withdraw_application(actor=cast.ada, application=first, at=cast.at) == ended
    assert standing(cast).state == "withdrawn"
    assert applied(cast, rules=first.rules) != first


def test_nobody_takes_back_what_is_another_s_or_decided(cast):
    application = applied(cast)
    with pytest.raises(NotAllowed):
        withdraw_application(actor=cast.gus, application=application, at=cast.at)
    decided(cast, application)
    with pytest.raises(ApplicationOver):
        withdraw_application(actor=cast.ada, application=application, at=cast.at)


def test_who_applies_over_and_over_waits(cast):
    rules = said(cast)
    for _time in range(3):
        withdraw_application(actor=cast.ada, application=applied(cast, rules=rules), at=cast.at)
    with pytest.raises(AppliesTooEarly):
        applied(cast, rules=rules)


def test_conflicts_are_declared_for_good_and_an_address_tells_nothing(cast):
    close = Closeness([cast.places["blue-ridge"]], [" GUS@example.org", "stranger@example.org", "ada@example.org"])

    applied(cast, closeness=close)

    rows = list(conflicts_of(cast.ada))
    assert {(row.place, row.educator, row.email) for row in rows} == {
        (cast.places["blue-ridge"], None, ""),
        (None, cast.gus, ""),
        (None, None, "stranger@example.org"),
    }


@pytest.mark.parametrize(
    "named",
    [
        [],
        [("Kim", "kim@example.net")],
        [("Kim", "kim@example.net"), ("Kim again", "KIM@example.net")],
        [("Kim", "kim@example.net"), ("Me", "ada@example.org")],
        [("Kim", "kim@example.net"), (" ", "jo@example.net")],
        [("Kim", "kim@example.net"), ("Jo", "jo")],
    ],
)
def test_as_many_references_as_are_asked_are_named_and_none_is_the_applicant(cast, named):
    rules = said(cast, Asked(years=0, degree=False, awards=0, references=2))
    with pytest.raises(ReferenceUnfit):
        applied(cast, rules=rules, references=named)


def test_rules_are_said_by_who_leads_there_once_each_with_a_pledge(cast):
    rules = said(cast)
    assert (rules.number, rules.asked) == (1, FREE)
    with pytest.raises(RulesStand):
        said(cast)
    with pytest.raises(PledgeEmpty):
        said(cast, pledge=" ")
    assert said(cast, more="A lesson that you have written.").number == 2
    with pytest.raises(NotAllowed):
        said(type("Other", (), {"lena": cast.ben, "at": cast.at, "cora": cast.cora, "places": cast.places})())
