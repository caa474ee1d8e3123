from datetime import date
from decimal import Decimal

from microcred.credentials.tests import make as credentials
from microcred.organizations.models import Role
from microcred.recognition.operations import confirm, recognize
from microcred.recognition.tests import make
from microcred.site.homes import homes_of
from microcred.site.homes.recognizing import recognizer_step


def home(person, role, *, at):
    return next(home for home in homes_of(person, at=at) if home.role is role)


def test_omar_confirms_before_the_first_cycle_closes(cast):
    entry = make.entry(cast)

    found = home(cast.omar, Role.RECOGNIZER, at=entry.entered_at)

    assert found.step.title == "Confirm one entry of credit"
    assert found.step.by_day == date(2029, 6, 30)
    [line] = found.sections[0].lines
    assert line.title.startswith("Ada Whitfield: ")
    assert "E+" not in line.note, "amounts are written as people write them"


def test_what_is_confirmed_waits_no_more_and_fills_adas_bar(cast):
    entry = make.entry(cast)
    [waiting] = home(cast.ada, Role.EDUCATOR, at=entry.entered_at).bars
    assert (waiting.confirmed, waiting.waiting, waiting.needed) == (0, entry.amount, Decimal(120))

    confirm(actor=cast.omar, entry=entry, at=entry.entered_at)

    [bar] = home(cast.ada, Role.EDUCATOR, at=entry.entered_at).bars
    assert (bar.confirmed, bar.waiting, bar.last_day) == (entry.amount, 0, date(2029, 6, 30))
    assert home(cast.omar, Role.RECOGNIZER, at=entry.entered_at).step.title == "Nothing waits for your confirmation"


def test_a_cycle_that_is_over_fills_no_bar(cast):
    under = make.policy(cast)
    make.cycle(cast, under, starts_on=date(2019, 7, 1), ends_on=date(2024, 7, 1))

    assert home(cast.ada, Role.EDUCATOR, at=cast.at).bars == ()


def test_femi_is_told_of_what_the_rules_cannot_decide_and_that_others_enter_it(cast):
    make.policy(cast)
    award = credentials.award(cast)
    assert home(cast.femi, Role.LICENSURE_OFFICER, at=cast.at).step.title.startswith("Your rules decide")

    recognize(actor=None, person=award.person, at=award.earned_at)

    found = home(cast.femi, Role.LICENSURE_OFFICER, at=cast.at)
    assert found.step.title == "One award waits for a fact that your rules ask for"
    assert found.step.href == "/policies/undecided/"
    assert len(found.sections[0].lines) == 1


def test_omar_gets_the_step_because_the_fact_is_his_to_enter(cast):
    make.policy(cast)
    award = credentials.award(cast)
    recognize(actor=None, person=award.person, at=award.earned_at)

    found = home(cast.omar, Role.RECOGNIZER, at=award.earned_at)

    assert found.step.title == "One award waits for a statement of yours"
    assert found.step.href == "/recognitions/"
    [section] = found.sections
    assert section.lines[0].title.startswith("Ada Whitfield: ")


def test_activities_that_wait_are_the_next_step_where_no_credit_waits(cast):
    make.activity(cast)
    assert recognizer_step(cast.omar, at=cast.at).title == "Confirm one activity"
