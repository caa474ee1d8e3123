"""Approval before beginning: asked in time, decided by somebody else, a fact of the record afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest

from microcred.catalog.models import Version
from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.tests.make import started
from microcred.recognition import operations
from microcred.recognition.models import ApprovalDecision, ApprovalRequest, Recognition
from microcred.recognition.operations import prior_approval as verbs
from microcred.recognition.queries import prospects
from microcred.recognition.queries.prior_approvals import wanted, window_of
from microcred.recognition.reactions.approvals import remind
from microcred.recognition.tests import make
from tests.cast import Cast


@pytest.fixture
def version(cast: Cast) -> Version:
    make.wants_approval(cast)
    return credentials.version(cast)


def asked(cast: Cast, version: Version, **how: Any) -> ApprovalRequest:
    asks = wanted(cast.ada, version.micro_credential, at=cast.at)[0]
    given = {"policy": asks.policy, "decider": asks.deciders[0], "words": "It serves my goal.", "at": cast.at}
    return verbs.ask_for_approval(actor=cast.ada, micro_credential=version.micro_credential, **{**given, **how})


def decided(cast: Cast, request: ApprovalRequest, *, approves: bool = True, **how: Any) -> ApprovalDecision:
    given = {"actor": cast.omar, "at": cast.at + timedelta(hours=1)} | how
    return verbs.decide_approval(request=request, approves=approves, **given)


def earned(cast: Cast, version: Version, *, begun: timedelta) -> Recognition:
    started(cast, version, at=cast.at + begun)
    credentials.award(cast, of=version, earned_at=cast.at + timedelta(days=40))
    found = operations.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(days=41))
    return found[-1]


def test_what_was_approved_before_it_was_begun_counts(cast: Cast, version: Version):
    decided(cast, asked(cast, version))
    assert earned(cast, version, begun=timedelta(days=2)).outcome == "counts"


def test_an_hour_after_the_approval_is_after_it(cast: Cast, version: Version):
    decided(cast, asked(cast, version))
    assert earned(cast, version, begun=timedelta(hours=2)).outcome == "counts"


def test_begun_without_approval_it_does_not_count_and_the_clause_says_so(cast: Cast, version: Version):
    found = earned(cast, version, begun=timedelta(days=1))
    assert found.outcome == "does_not_count"
    step = next(one for one in found.explanation if one["code"] == "prior-approval")
    assert "no approval from before then" in step["message"]
    assert step["way_forward"]


def test_approval_before_is_no_confirmation_afterwards(cast: Cast, version: Version):
    """All in one day: the word from before it began is not taken for the word that it counts."""
    decided(cast, asked(cast, version))
    started(cast, version, at=cast.at + timedelta(hours=2))
    credentials.award(cast, of=version, earned_at=cast.at + timedelta(hours=3))
    operations.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(hours=4))
    (entry,) = make.Entry.objects.all()
    assert entry.asks_ruling


def test_before_beginning_the_page_of_worth_goes_by_what_was_decided(cast: Cast, version: Version):
    (before,) = prospects(cast.ada, version.micro_credential_id, at=cast.at)
    assert before.outcome == "does_not_count"
    assert any("none is on record yet" in step["message"] for step in before.explanation)
    decided(cast, asked(cast, version))
    (after,) = prospects(cast.ada, version.micro_credential_id, at=cast.at + timedelta(hours=2))
    assert after.outcome == "counts"


def test_who_decides_hears_and_so_does_who_asked(cast: Cast, version: Version):
    request = asked(cast, version)
    outbox.deliver_all()
    assert "Ada Whitfield asks" in Notice.objects.get(person=cast.omar, kind="approval_asked").subject
    decided(cast, request, approves=False, code="not_in_plan", words="See page 2.")
    outbox.deliver_all()
    told = Notice.objects.get(person=cast.ada, kind="approval_decided")
    assert "does not fit your growth plan" in told.body
    assert "What you can do: Have your plan name it" in told.body
    assert "See page 2." in told.body


def test_a_no_has_a_reason_and_other_has_words(cast: Cast, version: Version):
    request = asked(cast, version)
    with pytest.raises(verbs.ReasonMissing):
        decided(cast, request, approves=False)
    with pytest.raises(verbs.ReasonMissing):
        decided(cast, request, approves=False, code="hours_unsupported")
    with pytest.raises(verbs.WordsMissing):
        decided(cast, request, approves=False, code="other")
    assert decided(cast, request, approves=False, code="other", words="Ask me in May.").code == "other"


def test_never_ones_own_and_only_who_decides(cast: Cast, version: Version):
    appoint(actor=None, person=cast.ada, organization=cast.places["rock-hill"], role=Role.RECOGNIZER, at=cast.at)
    request = asked(cast, version)
    with pytest.raises(verbs.OwnApproval):
        decided(cast, request, actor=cast.ada)
    for stranger in (cast.femi, cast.gus, cast.lena):
        with pytest.raises(NotAllowed):
            decided(cast, request, actor=stranger)


def test_it_is_asked_once_and_before_beginning(cast: Cast, version: Version):
    asked(cast, version)
    with pytest.raises(verbs.AskedAlready):
        asked(cast, version)
    other = credentials.version(cast, "engaging-stakeholders")
    started(cast, other)
    with pytest.raises(verbs.BegunAlready):
        asked(cast, other)


def test_a_yes_that_comes_too_late_is_refused_to_who_decides(cast: Cast, version: Version):
    request = asked(cast, version)
    started(cast, version, at=cast.at + timedelta(minutes=5))
    with pytest.raises(verbs.BegunMeanwhile):
        decided(cast, request)
    assert decided(cast, request, approves=False, code="begun")


def test_taken_back_it_is_nobodys_any_more_and_can_be_asked_again(cast: Cast, version: Version):
    request = asked(cast, version)
    with pytest.raises(NotAllowed):
        verbs.withdraw_approval_request(actor=cast.omar, request=request, at=cast.at)
    verbs.withdraw_approval_request(actor=cast.ada, request=request, at=cast.at)
    with pytest.raises(verbs.NoLongerOpen):
        decided(cast, request)
    assert asked(cast, version).pk != request.pk


def test_after_a_no_the_last_word_counts(cast: Cast, version: Version):
    decided(cast, asked(cast, version), approves=False, code="not_in_plan")
    decided(cast, asked(cast, version, at=cast.at + timedelta(hours=2)), at=cast.at + timedelta(hours=3))
    assert earned(cast, version, begun=timedelta(hours=4)).outcome == "counts"


def test_questions_go_back_and_forth(cast: Cast, version: Version):
    request = asked(cast, version)
    verbs.say_of_approval(actor=cast.omar, request=request, words="Which goal?", at=cast.at)
    verbs.say_of_approval(actor=cast.ada, request=request, words="Goal 2.", at=cast.at + timedelta(hours=1))
    outbox.deliver_all()
    assert "Which goal?" in Notice.objects.get(person=cast.ada, kind="approval_talked").body
    assert "Goal 2." in Notice.objects.get(person=cast.omar, kind="approval_talked").body
    with pytest.raises(NotAllowed):
        verbs.say_of_approval(actor=cast.gus, request=request, words="I too", at=cast.at)


def test_an_answer_is_due_in_business_days_and_who_owes_it_is_reminded(cast: Cast, version: Version):
    request = asked(cast, version)
    assert request.answer_by == date(2026, 9, 15)  # ten weekdays after Tuesday the first
    remind(at=cast.at + timedelta(days=13))
    assert not Notice.objects.filter(kind="approval_due").exists()
    for _again in range(2):
        remind(at=cast.at + timedelta(days=14))
    assert Notice.objects.get(kind="approval_due").person == cast.omar
    remind(at=cast.at + timedelta(days=15))
    assert "You should have had an answer" in Notice.objects.get(kind="approval_due", person=cast.ada).subject


def test_some_days_before_and_for_some_days(cast: Cast):
    make.wants_approval(cast, days_before=14, valid_days=90)
    version = credentials.version(cast)
    request = asked(cast, version)
    decided(cast, request)
    window = window_of(ApprovalRequest.objects.get(pk=request.pk))
    assert (window.first, window.last) == (date(2026, 9, 15), date(2026, 11, 30))
    assert earned(cast, version, begun=timedelta(days=10)).outcome == "does_not_count"


def test_an_officer_decides_where_the_rules_say_so(cast: Cast):
    make.wants_approval(cast, by_roles=("licensure officer",), own_employer=False)
    version = credentials.version(cast)
    request = asked(cast, version)
    assert request.decider == cast.places["south-carolina"]
    with pytest.raises(NotAllowed):
        decided(cast, request)
    decided(cast, request, actor=cast.femi)
    assert earned(cast, version, begun=timedelta(days=2)).outcome == "counts"


def test_where_no_rule_asks_nobody_can_ask(cast: Cast):
    policy = make.policy(cast)
    version = credentials.version(cast)
    with pytest.raises(verbs.ApprovalNotWanted):
        verbs.ask_for_approval(
            actor=cast.ada,
            micro_credential=version.micro_credential,
            policy=policy,
            decider=cast.places["rock-hill"],
            words="",
            at=cast.at,
        )
