"""Which micro-credentials want approval before they are begun, and when one may begin: no database."""

from datetime import date

import pytest

from microcred.recognition.policies import published_as
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import PriorApproval
from microcred.recognition.rules.prior_approval import asked_before, decided_by_officer, window


def rule(**of) -> PriorApproval:
    return PriorApproval(clause="prior-approval", of=Condition(**of) if of else None)


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        (rule(), True),
        (rule(kinds=("Micro-Credential",)), True),
        (rule(kinds=("college course",)), False),
        (rule(micro_credentials=("mc-1", "MC-2")), True),
        (rule(micro_credentials=("mc-1",)), False),
        (rule(issuers=("Carolina Cred",)), True),
        (rule(issuers=("somebody else",)), False),
        (rule(kinds=("micro-credential",), issuers=("somebody else",)), False),
        (rule(topics=("mathematics",)), True),  # cannot be told before it is earned
    ],
)
def test_what_cannot_be_told_is_asked(asked, fits):
    document = published_as("rock-hill-overlay").model_copy(update={"prior_approval": (asked,)})
    found = asked_before(document, micro_credential="mc-2", issuers=("Carolina Cred", "carolinacred"))
    assert bool(found) is fits


@pytest.mark.parametrize(
    ("days_before", "valid_days", "first", "last"),
    [
        (0, None, date(2026, 9, 1), None),
        (14, None, date(2026, 9, 15), None),
        (0, 30, date(2026, 9, 1), date(2026, 10, 1)),
        (14, 30, date(2026, 9, 15), date(2026, 10, 1)),
    ],
)
def test_when_one_may_begin(days_before, valid_days, first, last):
    asked = PriorApproval(clause="prior-approval", days_before=days_before, valid_days=valid_days)
    found = window(asked, decided_on=date(2026, 9, 1))
    assert (found.first, found.last) == (first, last)


def test_the_officer_of_the_state_decides_where_the_rule_names_one():
    assert decided_by_officer(PriorApproval(clause="c", by_roles=("Licensure officer",)))
    assert not decided_by_officer(PriorApproval(clause="c", by_roles=("renewal coordinator",)))
