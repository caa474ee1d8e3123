from datetime import timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Goal, GoalSharing, LearningContract
from microcred.portfolios.operations import (
    ContractUnfinished,
    GoalsNotForThem,
    GoalTooLong,
    NoSeatForContract,
    NotYourCoach,
    end_goal_sharing,
    erase_goals,
    share_goals,
    start,
    write_contract,
    write_goal,
)
from microcred.portfolios.queries import contract_missing, goals_of
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot, version


def coach(cast, *, place="rock-hill", also=None):
    """Somebody who coaches at a place, and perhaps does something else."""
    person = register(actor=None, name="Marisol Tran", email="marisol@example.org")
    for role in filter(None, (Role.COACH, also)):
        appoint(actor=None, person=person, organization=cast.places[place], role=role, at=cast.at)
    return person


def sets_out(cast, program=None, **more):
    said = {"aims": "To run a meeting.", "steps": "By minutes that colleagues use."} | more
    return write_contract(actor=cast.ada, program=program, at=more.pop("at", cast.at), **said)


def test_the_newest_wording_counts_and_the_ones_before_are_kept(cast):
    write_goal(actor=cast.ada, text="For my readers.", at=cast.at)
    write_goal(actor=cast.ada, text="For my readers.", at=cast.at + timedelta(days=1))
    write_goal(actor=cast.ada, text="For all who read late.", at=cast.at + timedelta(days=2))

    mine = goals_of(cast.ada)

    assert mine.goal.text == "For all who read late."
    assert [one.text for one in mine.goals_before] == ["For my readers."]


def test_an_empty_wording_takes_it_back(cast):
    write_goal(actor=cast.ada, text="For my readers.", at=cast.at)
    write_goal(actor=cast.ada, text=" ", at=cast.at + timedelta(days=1))

    assert goals_of(cast.ada).goal is None
    assert len(goals_of(cast.ada).goals_before) == 1


def test_a_goal_is_no_book(cast):
    with pytest.raises(GoalTooLong, match="4001"):
        write_goal(actor=cast.ada, text="x" * 4001, at=cast.at)


@pytest.mark.parametrize(("missing", "field"), [("aims", "aims"), ("steps", "steps")])
def test_a_contract_says_what_and_how(cast, missing, field):
    with pytest.raises(ContractUnfinished) as refused:
        sets_out(cast, **{missing: "  "})

    assert refused.value.field == field


def test_a_contract_in_a_program_is_for_who_takes_part(cast):
    with pytest.raises(NoSeatForContract):
        sets_out(cast, pilot(cast))


def test_a_program_that_asks_for_one_lets_people_start_without_it(cast):
    published, program = version(cast), pilot(cast, asks_contract=True)
    assert not contract_missing(cast.ada, program)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    assert contract_missing(cast.ada, program)

    assert start(actor=cast.ada, version=published, program=program, at=cast.at)
    sets_out(cast, program)
    assert not contract_missing(cast.ada, program)


def test_what_is_changed_is_a_new_wording_and_what_is_not_is_none(cast):
    first = sets_out(cast)
    assert sets_out(cast) == first
    sets_out(cast, support="Time on Tuesdays.")

    mine = goals_of(cast.ada)
    assert [one.support for one in mine.contracts] == ["Time on Tuesdays."]
    assert list(mine.contracts_before) == [first]


@pytest.mark.parametrize("place", ["rock-hill", "cedar-creek", "south-carolina"])
def test_a_coach_around_the_educator_may_be_named_once(cast, place):
    named = coach(cast, place=place)

    sharing = share_goals(actor=cast.ada, email=" Marisol@Example.org", at=cast.at)

    assert share_goals(actor=cast.ada, email="marisol@example.org", at=cast.at) == sharing
    assert Notice.objects.filter(person=named, kind="goals_shared").count() == 1


@pytest.mark.parametrize("place", ["blue-ridge", "mira"])
def test_a_coach_elsewhere_is_not_theirs(cast, place):
    coach(cast, place=place)

    with pytest.raises(NotYourCoach):
        share_goals(actor=cast.ada, email="marisol@example.org", at=cast.at)


@pytest.mark.parametrize("email", ["nobody@example.org", "gus@example.org", "ada@example.org", "", "x" * 400])
def test_who_is_no_coach_is_told_alike_whoever_they_are(cast, email):
    with pytest.raises(NotYourCoach):
        share_goals(actor=cast.ada, email=email, at=cast.at)


@pytest.mark.parametrize(
    "also", [Role.ASSESSOR, Role.LEAD_ASSESSOR, Role.ORG_ADMIN, Role.RECOGNIZER, Role.LICENSURE_OFFICER]
)
def test_whoever_also_judges_or_employs_never_reads_goals(cast, also):
    coach(cast, also=also)

    with pytest.raises(GoalsNotForThem, match="Choose another coach"):
        share_goals(actor=cast.ada, email="marisol@example.org", at=cast.at)


def test_only_the_educator_ends_it_once(cast):
    named = coach(cast)
    sharing = share_goals(actor=cast.ada, email=named.email, at=cast.at)
    with pytest.raises(NotAllowed):
        end_goal_sharing(actor=named, sharing=sharing, at=cast.at)

    end = end_goal_sharing(actor=cast.ada, sharing=sharing, at=cast.at)
    assert end_goal_sharing(actor=cast.ada, sharing=sharing, at=cast.at + timedelta(days=1)) == end
    assert share_goals(actor=cast.ada, email=named.email, at=cast.at) != sharing
    assert GoalSharing.objects.count() == 2


def test_all_of_it_can_be_erased(cast):
    write_goal(actor=cast.ada, text="For my readers.", at=cast.at)
    sets_out(cast)

    erase_goals(actor=cast.ada)

    assert not Goal.objects.exists()
    assert not LearningContract.objects.exists()
