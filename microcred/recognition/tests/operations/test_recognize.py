"""Recognizing: every policy that speaks about an award, what is on record, one entry, an explanation that stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.notices.models import Notice
from microcred.organizations.models import Membership
from microcred.organizations.operations import dismiss
from microcred.recognition import operations
from microcred.recognition.models import Adjustment, Entry, Recognition
from microcred.recognition.policies import published_as
from microcred.recognition.queries import renewal_cycles
from microcred.recognition.rules import explained
from microcred.recognition.tests import make
from microcred.rewards.operations import choose_benefit
from microcred.rewards.rules import Benefit
from microcred.rewards.tests import make as rewards
from tests.cast import Cast


def steps(recognition: Recognition) -> dict[str, str]:
    return {step["code"]: step["result"] for step in recognition.explanation}


def recognize(award) -> Recognition:
    (recognition,) = operations.recognize(actor=None, person=award.person, at=award.earned_at)
    return recognition


def test_adas_award_counts_for_twenty_credits_with_every_step_in_words(cast: Cast):
    cycle = make.cycle(cast, make.policy(cast))
    make.hours(cast)
    recognition = recognize(credentials.award(cast))

    assert recognition.outcome == "counts"
    assert (recognition.entry.amount, recognition.entry.cycle) == (Decimal(20), cycle)
    assert set(steps(recognition).values()) == {"met"}
    rate = next(step for step in explained(recognition.explanation) if step["code"] == "attested-hours")
    assert "15 contact hours × 20 ÷ 15 = 20 renewal credits" in rate["facts"]
    assert rate["standing"] == "demonstration"


def test_the_steps_are_kept_in_no_language_and_read_in_everyones(cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast)
    with override("es"):
        recognition = recognize(credentials.award(cast))

    (step,) = explained(recognition.explanation)
    assert step["facts"] == "15 contact hours × 20 ÷ 15 = 20 renewal credits."
    with override("es"):
        (step,) = explained(recognition.explanation)
    assert step["facts"] == "15 horas de contacto × 20 ÷ 15 = 20 créditos de renovación."
    assert recognize(recognition.award) == recognition


def test_recognized_again_nothing_new_is_written(cast: Cast):
    entry = make.entry(cast)
    recognize(entry.award)
    assert Recognition.objects.count() == Entry.objects.count() == 1


def test_without_hours_it_is_undecided_until_the_district_states_them(cast: Cast):
    make.cycle(cast, make.policy(cast))
    award = credentials.award(cast)
    recognition = recognize(award)
    assert recognition.outcome == "undecided"
    assert steps(recognition)["hours"] == "open"

    make.hours(cast, of=award.version.micro_credential)
    outbox.deliver_all()
    assert Entry.objects.get(award=award).amount == Decimal(20)
    assert [each.outcome for each in Recognition.objects.filter(award=award).order_by("evaluated_at")] == [
        "undecided",
        "counts",
    ]


def test_without_a_cycle_it_is_undecided_until_the_coordinator_enters_one(cast: Cast):
    policy = make.policy(cast)
    make.hours(cast)
    award = credentials.award(cast)
    assert recognize(award).outcome == "undecided"
    make.cycle(cast, policy)
    outbox.deliver_all()
    assert Entry.objects.filter(award=award).exists()


def test_an_award_from_before_the_cycle_does_not_count(cast: Cast):
    policy = make.policy(cast)
    make.hours(cast)
    make.cycle(cast, policy, starts_on=date(2026, 10, 5), ends_on=date(2031, 7, 1))
    in_time = credentials.award(cast, earned_at=cast.at + timedelta(days=60))
    assert recognize(in_time).outcome == "counts"


def test_an_award_after_the_close_funds_the_next_cycle(cast: Cast):
    policy = make.policy(cast)
    make.hours(cast, starts_on=date(2020, 1, 1))
    make.cycle(cast, policy, starts_on=date(2021, 7, 1), ends_on=date(2026, 7, 1))
    award = credentials.award(cast)
    recognition = recognize(award)
    assert recognition.outcome == "undecided"
    assert "belongs to a later one, which is not on record" in str(recognition.explanation)

    make.cycle(cast, policy, starts_on=date(2026, 7, 1), ends_on=date(2031, 7, 1))
    outbox.deliver_all()
    assert Entry.objects.get(award=award).cycle.ends_on == date(2031, 7, 1)


def test_who_has_left_the_district_cannot_use_its_option(cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast)
    award = credentials.award(cast)
    dismiss(actor=cast.ada, membership=Membership.objects.get(person=cast.ada), at=award.earned_at - timedelta(days=1))
    recognition = recognize(award)
    assert renewal_cycles(cast.ada)[0].keeper == cast.places["south-carolina"]
    assert recognition.outcome == "does_not_count"
    assert steps(recognition)["employees-only"] == "not_met"


def test_a_revoked_award_never_enters_the_ledger(cast: Cast):
    from microcred.credentials.operations import revoke

    make.cycle(cast, make.policy(cast))
    make.hours(cast)
    award = credentials.award(cast)
    revoke(actor=cast.lena, award=award, reason="Error.", at=award.earned_at + timedelta(days=1))
    award.refresh_from_db()
    assert recognize(award).outcome == "does_not_count"
    assert not Entry.objects.exists()


def test_a_statement_about_the_micro_credential_goes_before_one_about_all(cast: Cast):
    make.cycle(cast, make.policy(cast))
    award = credentials.award(cast)
    make.hours(cast, "6")
    make.hours(cast, "30", of=award.version.micro_credential)
    make.hours(cast, "60", of=award.version.micro_credential, starts_on=date(2026, 12, 1))
    assert recognize(award).entry.amount == Decimal(40), "30 hours: the 60 hold only from December on"


def test_a_policy_stated_again_does_not_count_an_award_twice(cast: Cast):
    entry = make.entry(cast)
    make.policy(cast)
    at = cast.at + timedelta(days=90)
    assert operations.recognize(actor=None, person=cast.ada, at=at) == [entry.recognition]
    assert Entry.objects.count() == Recognition.objects.count() == 1


def test_other_rules_adjust_what_stands_and_say_why(cast: Cast):
    entry = make.entry(cast)
    cap = make.cap("12")
    make.policy(cast, make.document(version=2, caps=(cap,), examples=make.an_example("12")))
    at = cast.at + timedelta(days=90)
    operations.recognize(actor=None, person=cast.ada, at=at)
    outbox.deliver_all()

    adjustment = Adjustment.objects.get(entry=entry)
    entry.refresh_from_db()
    assert (entry.amount, adjustment.amount, entry.counted) == (Decimal(20), Decimal(-8), Decimal(12))
    assert adjustment.recognition.outcome == "partly"
    assert "At most 12 renewal credits of this count in a cycle" in explained(entry.explanation)[-1]["facts"]
    assert "Now 12 renewal credits" in Notice.objects.get(person=cast.ada, kind="credit_adjusted").subject
    operations.recognize(actor=None, person=cast.ada, at=at)
    assert Adjustment.objects.count() == 1, "once"


def test_what_a_closed_cycle_holds_stays_whatever_the_rules_become(cast: Cast):
    entry = make.entry(cast)
    make.policy(cast, make.document(version=2, caps=(make.cap("12"),), examples=make.an_example("12")))
    operations.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(days=365 * 3))
    assert entry.counted == Decimal(20)


def test_hours_stated_later_leave_what_stands_in_the_ledger(cast: Cast):
    entry = make.entry(cast)
    make.hours(cast, "60", of=entry.award.version.micro_credential)
    outbox.deliver_all()
    operations.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(days=90))
    assert entry.counted == Decimal(20)


def test_what_is_declined_leaves_room_for_what_was_cut(cast: Cast):
    cap = make.cap("30")
    make.cycle(cast, make.policy(cast, make.document(caps=(cap,), examples=make.an_example("20"))))
    make.hours(cast)
    first = make.entry(cast)
    second = make.entry(cast, credentials.award(cast, of=credentials.version(cast, "engaging-stakeholders")))
    assert sorted((first.counted, second.counted)) == [Decimal(10), Decimal(20)]
    cut, whole = sorted((first, second), key=lambda one: one.counted)
    operations.decline(actor=cast.omar, entry=whole, reason="Not in your growth plan.", at=cast.at)
    outbox.deliver_all()
    cut.refresh_from_db()
    assert cut.counted == Decimal(20)


def test_where_nobody_has_both_a_stipend_takes_the_place_of_credit_until_credit_is_chosen(cast: Cast):
    make.cycle(cast, make.policy(cast, make.document(stipend_or_credit="other-options")))
    make.hours(cast)
    rewards.offer(cast, instead_of_credit=True)
    entry = make.entry(cast, rewards.award(cast))
    assert entry.counted == Decimal(20)
    for day, benefit, counted in ((20, Benefit.STIPEND, 0), (21, Benefit.CREDIT, 20)):
        choose_benefit(actor=cast.ada, award=entry.award, benefit=benefit, at=cast.at + timedelta(days=day))
        outbox.deliver_all()
        entry.refresh_from_db()
        assert entry.counted == counted
    assert [one.amount for one in entry.adjustments.order_by("pk")] == [-20, 20]


def test_a_district_makes_it_stricter_by_its_own_rules_alone(cast: Cast):
    entry = make.entry(cast)
    overlay = published_as("rock-hill-overlay").model_copy(update={"prior_approval": (), "deadlines": ()})
    overlay = overlay.model_copy(update={"rates": make.half_the_rate(), "examples": make.an_example("10")})
    make.overlay(cast, overlay)
    operations.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(days=90))
    assert entry.counted == Decimal(10), "the state's 20 are not counted beside the district's 10"
    assert Entry.objects.count() == 1


def test_a_policy_that_is_not_in_force_says_nothing(cast: Cast):
    policy = make.policy(cast, make.document(effective_from=date(2027, 1, 1)))
    make.cycle(cast, policy)
    credentials.award(cast)
    assert operations.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(days=60)) == []


def test_a_stranger_of_another_state_is_not_asked_about_south_carolina(cast: Cast):
    make.policy(cast)
    award = credentials.award(cast, person=cast.gus)
    assert operations.recognize(actor=None, person=award.person, at=award.earned_at) == []


def test_on_the_news_of_an_award_the_credit_is_entered_and_both_hear(cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast)
    intent = credentials.intent(cast)
    outbox.deliver_all()
    entry = Entry.objects.get(award_id=intent.pk)
    assert "20 renewal credits" in Notice.objects.get(person=cast.ada, kind="credit_entered").subject
    assert Notice.objects.get(person=cast.omar, kind="credit_waiting").path == "/recognitions/"
    assert entry.cycle.person == cast.ada


def test_the_coordinator_hears_once_a_day_however_much_there_is(cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast)
    credentials.intent(cast)
    credentials.intent(cast, of=credentials.version(cast, "engaging-stakeholders"))
    outbox.deliver_all()
    assert Entry.objects.count() == 2
    assert Notice.objects.filter(person=cast.omar, kind="credit_waiting").count() == 1


@pytest.mark.parametrize(("stated", "comes_to"), [("2.5", "3.33"), ("0.76", "1.01"), ("15", "20"), ("100", "133.33")])
def test_the_ledger_holds_what_the_rules_say_to_the_hundredth(cast: Cast, stated: str, comes_to: str):
    make.cycle(cast, make.policy(cast))
    make.hours(cast, stated)
    assert make.entry(cast).amount == Decimal(comes_to)
