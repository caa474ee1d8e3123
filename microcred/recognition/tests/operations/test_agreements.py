"""Agreements: who may state one, that two never hold at once, and that ending one takes nothing back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.recognition.models import Agreement
from microcred.recognition.operations.agreements import (
    AccreditationHalfSaid,
    AgreementEnded,
    AgreementGoesOn,
    AgreementsOverlap,
    EndingUnexplained,
    EndsInThePast,
    OneParty,
    PeriodBackwards,
    PurposeNotTheirs,
    SourceMissing,
    end_agreement,
    state_agreement,
)
from microcred.recognition.queries.agreements import recognizers_of, terms_of
from microcred.recognition.rules.reciprocity import Purpose
from tests.cast import Cast

FIRST = date(2026, 7, 1)


def stated(cast: Cast, **otherwise) -> Agreement:
    given = {
        "actor": cast.femi,
        "recognizer": cast.places["south-carolina"],
        "issuer": cast.places["north-carolina"],
        "purpose": Purpose.RENEWAL,
        "source": "A letter of both agencies of June 2026.",
        "starts_on": FIRST,
        "at": cast.at,
        **otherwise,
    }
    return state_agreement(**given)


def test_the_licensure_officer_states_one(cast: Cast):
    agreement = stated(cast, minimum_hours=Decimal(10), holds=["approved provider", " "])
    assert (agreement.number, agreement.stated_by, agreement.holds) == (1, cast.femi, ["approved provider"])


@pytest.mark.parametrize("who", ["omar", "pia", "ada", "nadia"])
def test_nobody_else_speaks_for_the_state(cast: Cast, who: str):
    with pytest.raises(NotAllowed):
        stated(cast, actor=getattr(cast, who))


def test_a_renewal_coordinator_speaks_for_the_district_and_the_officer_only_for_the_state(cast: Cast):
    assert [each.slug for each in recognizers_of(cast.omar, at=cast.at)] == ["rock-hill"]
    assert [each.slug for each in recognizers_of(cast.femi, at=cast.at)] == ["south-carolina"]
    stated(cast, actor=cast.omar, recognizer=cast.places["rock-hill"], purpose=Purpose.SALARY)
    with pytest.raises(NotAllowed):
        stated(cast, actor=cast.femi, recognizer=cast.places["rock-hill"], purpose=Purpose.SALARY)


def test_a_state_decides_about_no_salary(cast: Cast):
    with pytest.raises(PurposeNotTheirs):
        stated(cast, purpose=Purpose.SALARY)


def test_what_makes_no_agreement(cast: Cast):
    with pytest.raises(OneParty):
        stated(cast, issuer=cast.places["south-carolina"])
    with pytest.raises(PeriodBackwards):
        stated(cast, ends_on=FIRST)
    with pytest.raises(SourceMissing):
        stated(cast, source=" ")
    with pytest.raises(AccreditationHalfSaid):
        stated(cast, accreditation="A board")
    with pytest.raises(AccreditationHalfSaid):
        stated(cast, accredited_until=date(2030, 1, 1))


def test_two_about_the_same_never_hold_on_one_day(cast: Cast):
    stated(cast, ends_on=date(2027, 7, 1))
    with pytest.raises(AgreementsOverlap, check=lambda refusal: "from July 1, 2026 to June 30, 2027" in str(refusal)):
        stated(cast, starts_on=date(2027, 6, 30))
    assert stated(cast, starts_on=date(2027, 7, 1)).number == 2
    with pytest.raises(AgreementGoesOn):
        stated(cast, starts_on=date(2030, 7, 1))
    assert stated(cast, issuer=cast.places["carolinacred"]).number == 1
    assert stated(cast, purpose=Purpose.LICENSURE).number == 1


def test_it_ends_and_what_was_earned_stays_covered(cast: Cast):
    agreement = stated(cast)
    today = cast.at.date()
    end_agreement(actor=cast.femi, agreement=agreement, ends_on=today, reason="Their standards changed.", at=cast.at)
    terms = terms_of(Agreement.objects.get(pk=agreement.pk))
    assert terms.holds_on(today - timedelta(days=1))
    assert not terms.holds_on(today)
    assert stated(cast, starts_on=today).number == 2


def test_it_ends_once_with_a_reason_and_never_in_the_past(cast: Cast):
    agreement = stated(cast)
    today = cast.at.date()
    given = {"actor": cast.femi, "agreement": agreement, "ends_on": today, "reason": "It is over.", "at": cast.at}
    with pytest.raises(NotAllowed):
        end_agreement(**{**given, "actor": cast.omar})
    with pytest.raises(EndingUnexplained):
        end_agreement(**{**given, "reason": " "})
    with pytest.raises(EndsInThePast):
        end_agreement(**{**given, "ends_on": today - timedelta(days=1)})
    end_agreement(**given)
    with pytest.raises(AgreementEnded):
        end_agreement(**given)


def test_what_runs_out_before_cannot_be_ended(cast: Cast):
    agreement = stated(cast, ends_on=date(2027, 7, 1))
    with pytest.raises(AgreementEnded):
        end_agreement(actor=cast.femi, agreement=agreement, ends_on=date(2027, 7, 1), reason="It is over.", at=cast.at)
