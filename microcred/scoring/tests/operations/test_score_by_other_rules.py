"""Deciding where the author of a part chose another rule, from the reading to the credential."""

import json
from datetime import timedelta

import pytest

from microcred.catalog.models import Criterion
from microcred.credentials.models import AwardIntent
from microcred.portfolios.models import Return
from microcred.scoring.models import Decision
from microcred.scoring.operations import claim_next, enqueue, score
from microcred.scoring.queries import carried_into, feedback_on, reading_of
from microcred.scoring.tests import make
from microcred.site.invariants import INVARIANTS

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def item(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    version = make.published(cast, part_rules=[{"part": 2, "kind": "at_least", "count": 1}])
    make.waiting(cast.ada, version, at=cast.at)
    return claim_next(actor=cast.ben, at=cast.at)


@pytest.fixture
def by_part(item):
    criteria = Criterion.objects.filter(version=item.version).order_by("position")
    return {part: [each for each in criteria if each.part == part] for part in (1, 2, 3)}


def saved(cast, item, *short, at):
    make.mark_all(item, cast.ben, at=at, short=short)
    return score(actor=cast.ben, item=item, claim_number=item.claim_number, at=at + MINUTE).decision


def broken():
    promise = "Every decision is what the version's rule makes of the levels that stand"
    (rule,) = [each for each in INVARIANTS if each.promise == promise]
    return rule.violations()


def test_a_part_passes_by_its_own_rule_and_the_award_says_so(cast, item, by_part):
    low = by_part[2][0]
    make.mark_all(item, cast.ben, at=cast.at, short=(low,))
    before = reading_of(item, cast.ben)
    decision = score(actor=cast.ben, item=item, claim_number=item.claim_number, at=cast.at + MINUTE).decision

    assert before.verdict.outcome == decision.outcome == Decision.Outcome.EARNED
    assert [reason["criterion"] for reason in decision.reasons if reason.get("excused")] == [str(low.pk)]
    assert broken() == []
    feedback = feedback_on(item.submission)
    assert [one.criterion.id for one in feedback.excused] == [low.pk]
    assert feedback.short == ()
    assert any("1 have to" in str(words) for words in feedback.why)

    achievement = json.loads(AwardIntent.objects.get().unsigned)["credentialSubject"]["achievement"]
    needed = {row["id"].rpartition(":")[2]: row.get("requiredLevel") for row in achievement["resultDescription"]}
    assert [needed[str(each.pk)] for each in by_part[2]] == [None] * len(by_part[2])
    assert all(needed[str(each.pk)] for part in (1, 3) for each in by_part[part])
    assert f"at least 1 of {len(by_part[2])} have to reach the level named" in achievement["criteria"]["narrative"]


def test_what_was_excused_is_not_judged_again(cast, item, by_part):
    low, reflection = by_part[2][0], by_part[3][0]
    saved(cast, item, low, reflection, at=cast.at)

    assert [row.criterion for row in Return.objects.get().shortfalls.all()] == [reflection]
    again = make.submitted(cast.ada, item.version, at=cast.at + DAY, story="Once more.")
    enqueue(actor=None, submission=again, at=cast.at + DAY)
    held = claim_next(actor=cast.ben, at=cast.at + DAY)
    assert low.pk in carried_into(again)
    assert reflection.pk not in carried_into(again)
    make.mark(held, cast.ben, reflection, at=cast.at + DAY)
    second = score(actor=cast.ben, item=held, claim_number=held.claim_number, at=cast.at + DAY + MINUTE).decision

    assert second.outcome == Decision.Outcome.EARNED
    assert second.scoring.scores.get(criterion=low).level.position == 0


def test_a_part_that_does_not_pass_reopens_all_that_is_below(cast, item, by_part):
    decision = saved(cast, item, *by_part[2], at=cast.at)

    assert decision.outcome == Decision.Outcome.NOT_YET
    assert {row.criterion for row in Return.objects.get().shortfalls.all()} == set(by_part[2])
    assert broken() == []
