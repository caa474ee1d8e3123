"""What counts in the ledger because offices have agreed: named in the explanation, and kept when they agree no more."""

from datetime import timedelta
from decimal import Decimal

from microcred.credentials.models import Award
from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.recognition import operations
from microcred.recognition.models import Adjustment, Agreement, Entry, Recognition, Reevaluation
from microcred.recognition.operations.agreements import end_agreement, state_agreement
from microcred.recognition.operations.standing import state_fact
from microcred.recognition.policies import published_as
from microcred.recognition.queries import prospects
from microcred.recognition.rules import explained
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import Expected
from microcred.recognition.rules.reciprocity import Purpose
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_reevaluate import go_through_all
from tests.cast import Cast

SETTLES = "fits the growth plan"
"""What Rock Hill asks here of micro-credentials of universities."""


def undecided(cast: Cast) -> Award:
    """Ada's award of a university, of which nobody says that it fits her growth plan."""
    make.cycle(cast, make.policy(cast))
    document = published_as("rock-hill-overlay")
    (asks,) = document.requires
    asks = asks.model_copy(update={"when": Condition(issuer_kinds=("university",))})
    (example, *_others) = document.examples
    nothing = example.record.model_copy(update={"awards": (), "approvals": ()})
    example = example.model_copy(update={"record": nothing, "expect": Expected(total=Decimal(0))})
    changed = {"requires": (asks,), "prior_approval": (), "deadlines": (), "examples": (example,)}
    make.overlay(cast, document.model_copy(update=changed))
    make.hours(cast)
    award = credentials.award(cast)
    (recognition,) = operations.recognize(actor=None, person=cast.ada, at=award.earned_at)
    assert recognition.outcome == "undecided"
    assert any(step["values"].get("fact") == SETTLES for step in recognition.explanation)
    return award


def agree(cast: Cast, **otherwise) -> Agreement:
    given = {
        "actor": cast.femi,
        "recognizer": cast.places["south-carolina"],
        "issuer": cast.places["carolinacred"],
        "purpose": Purpose.RENEWAL,
        "source": "A letter.",
        "starts_on": make.STARTS,
        "holds": [SETTLES],
        "at": cast.at,
        **otherwise,
    }
    return state_agreement(**given)


def test_an_award_counts_because_of_an_agreement_which_is_named(cast: Cast):
    award = undecided(cast)
    agreement = agree(cast)
    assert Reevaluation.objects.get(agreement=agreement).begun_by == cast.femi
    go_through_all()

    entry = Entry.objects.get(award=award)
    assert entry.amount == Decimal(20)
    (step,) = [step for step in explained(entry.explanation) if step["code"] == "agreement"]
    assert "South Carolina Department of Education accepts what" in step["facts"]
    another = credentials.version(cast, "building-your-team")
    (prospect,) = prospects(cast.ada, another.micro_credential_id, at=now())
    assert any(step["code"] == "agreement" for step in prospect.explanation)


def test_an_agreement_that_changes_nothing_is_not_named(cast: Cast):
    entry = make.entry(cast)
    agree(cast)
    go_through_all()
    assert not Adjustment.objects.exists()
    operations.recognize(actor=None, person=cast.ada, at=now())
    assert "agreement" not in [step["code"] for step in entry.explanation]


def test_only_agreements_of_the_office_whose_rules_are_applied_count(cast: Cast):
    award = undecided(cast)
    agree(cast, actor=cast.omar, recognizer=cast.places["rock-hill"])
    agree(cast, purpose=Purpose.LICENSURE)
    agree(cast, issuer=cast.places["north-carolina"])
    go_through_all()
    assert not Entry.objects.filter(award=award).exists()


def test_ending_it_takes_nothing_back_and_covers_nothing_new(cast: Cast):
    award = undecided(cast)
    agreement = agree(cast)
    go_through_all()
    today = now()
    end_agreement(actor=cast.femi, agreement=agreement, ends_on=today.date(), reason="Over.", at=today)
    outbox.deliver_all()
    written = Recognition.objects.count()
    operations.recognize(actor=None, person=cast.ada, at=today)
    assert Recognition.objects.count() == written
    assert make.worth(cast.ada) == Decimal(20)

    later = credentials.award(
        cast, of=credentials.version(cast, "building-your-team"), earned_at=today + timedelta(days=2)
    )
    operations.recognize(actor=None, person=cast.ada, at=later.earned_at)
    assert not Entry.objects.filter(award=later).exists()
    assert make.worth(award.person) == Decimal(20)


def test_what_an_office_says_of_one_award_goes_before_what_an_agreement_says_of_all(cast: Cast):
    award = undecided(cast)
    agree(cast)
    go_through_all()
    assert make.worth(cast.ada) == 20
    state_fact(actor=cast.omar, person=cast.ada, name=SETTLES, about=award, is_so=False, at=cast.at)
    outbox.deliver_all()
    assert make.worth(cast.ada) == 0
    state_fact(actor=cast.omar, person=cast.ada, name=SETTLES, about=award, is_so=True, at=cast.at)
    outbox.deliver_all()
    assert make.worth(cast.ada) == 20
