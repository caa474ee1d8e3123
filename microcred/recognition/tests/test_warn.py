"""Who is told in good time that a cycle will close short, and what is due before it; once, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from microcred.credentials.tests import make as earning
from microcred.foundation import outbox
from microcred.notices.models import Notice
from microcred.recognition.models import Entry
from microcred.recognition.operations import confirm, decline
from microcred.recognition.operations.prior_approval import ask_for_approval, decide_approval
from microcred.recognition.operations.standing import confirm_statement, state_fact
from microcred.recognition.operations.taking_back import take_back_ruling
from microcred.recognition.queries.outlook import outlooks, people_with_something_ahead
from microcred.recognition.reactions.ahead import warn
from microcred.recognition.rules.ahead import What
from microcred.recognition.rules.amounts import plain
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import Age, Needed
from microcred.recognition.tests import make
from microcred.recognition.transcript import transcript_of
from microcred.site.homes.renewing import bars

DAY = timedelta(days=1)
NOON = datetime(2029, 6, 30, 16, 0, tzinfo=UTC)


def told(person=None, kind="cycle_ahead"):
    found = Notice.objects.filter(kind=kind).order_by("told_at", "pk")
    return list(found.filter(person=person) if person else found)


@pytest.fixture
def short(cast):
    """A cycle of Ada's that needs 120 and has 20, waiting."""
    return make.entry(cast).cycle


def test_each_mark_is_told_once_however_often_the_clock_looks(cast, short):
    for days in (400, 365, 364, 200, 183, 100, 60, 59, 30, 1):
        for _again in range(2):
            warn(at=NOON - (days - 1) * DAY)
    notices = told(cast.ada)
    assert [(NOON - each.told_at).days + 1 for each in notices] == [365, 183, 60]
    assert "100 renewal credits in all" in notices[0].body
    assert "a month it is enough" in notices[0].body
    assert "créditos" in notices[0].in_languages["es"][1]


def test_the_hours_of_a_day_have_everybody_once(cast, short):
    for hour in range(24):
        warn(at=NOON - 30 * DAY, part=hour)
    assert len(told(cast.ada)) == 1
    hours = [hour for hour in range(24) if people_with_something_ahead(at=NOON - 30 * DAY, part=hour).exists()]
    assert len(hours) == 1


def test_after_a_standstill_only_what_counts_by_then_is_told(cast, short):
    warn(at=NOON - 20 * DAY)
    assert len(told(cast.ada)) == 1


@pytest.mark.parametrize(
    ("moment", "count"),
    [(datetime(2029, 7, 1, 3, 59, tzinfo=UTC), 1), (datetime(2029, 7, 1, 4, 0, tzinfo=UTC), 0)],
)
def test_the_last_day_ends_at_midnight_where_the_rules_hold(cast, short, moment, count):
    warn(at=moment)
    assert len(told(cast.ada)) == count


def test_who_has_earned_nothing_is_told_too_and_who_has_enough_is_not(cast):
    under = make.policy(cast, make.document(minimums=(), examples=make.an_example("20")))
    make.cycle(cast, under)
    warn(at=NOON - 30 * DAY)
    assert len(told(cast.ada)) == 1

    make.hours(cast, "90")
    make.cycle(cast, under, person=cast.mateo)
    make.entry(cast, earning.award(cast, person=cast.mateo, of=earning.version(cast)))
    warn(at=NOON - 30 * DAY)
    assert told(cast.mateo) == []


def test_enough_in_all_and_too_little_of_one_kind_is_told(cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast, "90")
    entry = make.entry(cast)
    assert entry.counted == 120
    [outlook] = outlooks([cast.ada], at=NOON - 30 * DAY)[cast.ada.pk]
    assert [(one.what, one.name, one.amount) for one in outlook.ahead] == [(What.PART, "Graduate credit", Decimal(60))]
    warn(at=NOON - 30 * DAY)
    assert "60 renewal credits of “Graduate credit”" in told(cast.ada)[0].body


def test_an_approval_that_runs_out_is_told_a_month_and_a_week_before_and_not_once_begun(cast):
    policy = make.wants_approval(cast, valid_days=90)
    request = ask_for_approval(
        actor=cast.ada,
        micro_credential=earning.version(cast).micro_credential,
        policy=policy,
        decider=cast.places["rock-hill"],
        words="For my growth plan.",
        at=cast.at,
    )
    decide_approval(actor=cast.omar, request=request, approves=True, at=cast.at)
    for days in (40, 60, 61, 70, 83, 84, 90, 91, 120):
        warn(at=cast.at + days * DAY)
    assert [(each.told_at - cast.at).days for each in told(cast.ada, "due_ahead")] == [61, 84]


def test_looking_at_three_costs_as_many_queries_as_at_one(cast, short):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            outlooks(people, at=NOON - 30 * DAY)
        return len(captured)

    people = [cast.ada]
    queries()
    one = queries()
    people += make.colleagues(cast, 2, of=earning.Award.objects.get(), under=short.policy)
    assert queries() == one


def test_the_transcript_and_the_home_say_what_is_still_to_do(client, cast, short):
    client.force_login(cast.ada)
    assert "a month from now on" in client.get("/home/").content.decode()
    assert client.get("/transcript/transcript.json").json()["cycles"][0]["ahead"][0] == {
        "what": "total",
        "name": "",
        "last_day": date(2029, 6, 30).isoformat(),
        "amount": "100",
    }


def test_credit_that_will_be_too_old_is_earned_anew_in_the_pace_too(cast, short):
    at = NOON - 100 * DAY
    before = outlooks([cast.ada], at=at)[cast.ada.pk][0].forecast
    make.policy(cast, make.document(version=2, oldest=Age(years=1, clause="cycle"), examples=make.an_example("0")))
    outlook = outlooks([cast.ada], at=at)[cast.ada.pk][0]
    missing = {one.what: one.amount for one in outlook.ahead}
    assert (missing[What.TOTAL], missing[What.TOO_OLD]) == (120, 20)
    assert (before.each_month, outlook.forecast.each_month) == (Decimal("30.12"), Decimal("36.14"))
    (cycle,) = bars(cast.ada, at=at)
    assert cycle.words == "120 are still to be earned: 36.14 a month from now on."


def test_the_home_tells_the_total_that_its_words_go_by(cast, short):
    make.policy(cast, make.asking("170", version=2))
    (cycle,) = bars(cast.ada, at=NOON - 100 * DAY)
    assert cycle.needed == 170
    assert cycle.words.startswith("150 are still to be earned")


def test_the_home_tells_the_total_that_the_transcript_tells_long_before_a_cycle_closes_too(cast, short):
    make.policy(cast, make.asking("170", version=2))
    at = NOON - 500 * DAY
    (cycle,) = bars(cast.ada, at=at)
    (account,) = transcript_of(cast.ada, at=at).accounts
    assert (plain(cycle.needed), plain(Decimal(account.written_down))) == (account.needed, "120") == ("170", "120")
    assert cycle.words == f"{account.missing} are still to be earned: 9.11 a month from now on."


def test_who_has_earned_nothing_reads_the_total_that_is_asked_now_too(cast):
    make.cycle(cast, make.policy(cast))
    make.policy(cast, make.asking("170", version=2))
    for days in (500, 100):
        at = NOON - days * DAY
        (cycle,) = bars(cast.ada, at=at)
        (account,) = transcript_of(cast.ada, at=at).accounts
        assert (cycle.needed, account.needed) == (170, "170")


def test_the_home_of_who_renews_costs_the_same_however_much_is_in_a_cycle(cast, short):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            bars(cast.ada, at=NOON - 500 * DAY)
        return len(captured)

    queries()
    one = queries()
    for _more in range(2):
        make.entry(cast, earning.award(cast, of=earning.version(cast)))
    assert queries() == one


def alike(cast, at):
    """What the home says of the one cycle, which is what the rules say that are applied to everything."""
    (cycle,), (lies,) = bars(cast.ada, at=at), outlooks([cast.ada], at=at)[cast.ada.pk]
    missing = {one.what: one.amount for one in lies.ahead}.get(What.TOTAL)
    assert cycle.needed == lies.needed
    assert (
        cycle.words
        == f"{plain(missing)} are still to be earned: {plain(lies.forecast.each_month)} a month from now on."
    )
    (account,) = transcript_of(cast.ada, at=at).accounts
    assert (plain(cycle.needed), cycle.words.split()[0]) == (account.needed, account.missing)
    return cycle.words.split()[0], plain(cycle.needed)


AT = NOON - 500 * DAY


def test_rules_are_not_applied_for_the_home_where_they_ask_the_same_of_everybody(cast, short):
    assert alike(cast, AT) == ("100", "120")
    with CaptureQueriesContext(connection) as captured:
        bars(cast.ada, at=AT)
    assert len(captured) <= 8


def test_the_home_shows_at_once_what_was_taken_back(cast, short):
    confirm(actor=cast.omar, entry=Entry.objects.get(), at=cast.at)
    assert alike(cast, AT) == ("100", "120")
    take_back_ruling(actor=cast.omar, entry=Entry.objects.get(), code="other", reason="By mistake.", at=cast.at + DAY)
    outbox.deliver_all()
    decline(actor=cast.omar, entry=Entry.objects.latest("pk"), reason="Of another district.", at=cast.at + 2 * DAY)
    assert alike(cast, AT) == ("120", "120")


def test_the_home_shows_at_once_a_total_that_goes_by_a_fact(cast, short):
    name = "Read to Succeed is required"
    less = Needed(amount=Decimal(60), when=Condition(facts={name: True}), clause="cycle")
    total = (less, *make.document().total)
    make.policy(cast, make.document(version=2, total=total, examples=make.an_example("20")))
    assert alike(cast, AT) == ("100", "120")
    said = state_fact(actor=cast.ada, person=cast.ada, name=name, is_so=True, at=cast.at)
    assert alike(cast, AT) == ("100", "120")
    confirm_statement(actor=cast.omar, statement=said, at=cast.at)
    assert alike(cast, AT) == ("40", "60")


def test_the_home_shows_on_its_first_day_a_total_of_a_statement_made_before(cast, short):
    first = (AT + DAY).date()
    (example,) = make.an_example("20")
    stated = make.asking("170", version=2, effective_from=first)
    make.policy(cast, stated.model_copy(update={"examples": (example.model_copy(update={"at": first}),)}))
    assert [alike(cast, at)[1] for at in (AT, AT + DAY)] == ["120", "170"]


def test_what_was_confirmed_in_full_says_nothing_more(client, cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast, "90")
    confirm(actor=cast.omar, entry=make.entry(cast), at=cast.at + 40 * DAY)
    client.force_login(cast.ada)
    assert "still to be earned" not in client.get("/home/").content.decode()
