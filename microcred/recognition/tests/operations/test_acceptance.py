"""Accepting what others award: who may ask, who looks, when it is decided, and that two clicks do it once."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from microcred.catalog.operations import refer_to_external
from microcred.credentials.elsewhere import Elsewhere
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.openbadges.verify import Verdict as Checked
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.quality.operations import adopt_edition, publish_edition
from microcred.quality.queries import components_of
from microcred.quality.working_standards import working_standards
from microcred.recognition.models import AcceptanceDecision, AcceptanceReading, AcceptanceRequest
from microcred.recognition.operations.acceptance import (
    AskedAlready,
    DecidedAlready,
    HoursOutOfRange,
    MarksMissing,
    NotAccepted,
    NotShownToHold,
    NotTakenHere,
    OwnRequest,
    ReadAlready,
    ReasonMissing,
    SomethingNotMet,
    TermsOutOfRange,
    WordsMissing,
    ask_for_acceptance,
    declare_acceptance_terms,
    end_acceptance,
    read_for_acceptance,
)
from microcred.recognition.rules.acceptance import Verdict
from microcred.recognition.rules.reciprocity import Purpose
from tests.cast import Cast


def held(cast: Cast, **otherwise) -> Elsewhere:
    given = {
        "id": UUID(int=7),
        "title": "Checks for Understanding",
        "issuer": "An issuer elsewhere",
        "issuer_id": "https://issuer.example",
        "begins_at": cast.at - timedelta(days=60),
        "verdict": Checked.UNKNOWN_ISSUER,
        "checked_at": cast.at,
        "is_theirs": True,
        "is_chosen": True,
        "page": "/backpack/",
    }
    return Elsewhere(**{**given, **otherwise})


def ready(cast: Cast, *, reviewers: int = 1, **otherwise) -> None:
    """South Carolina goes by the working standards and says how it looks at what others award."""
    edition = publish_edition(actor=None, owner=cast.places["partnership"], document=working_standards(), at=cast.at)
    adopt_edition(actor=None, organization=cast.places["partnership"], edition=edition, at=cast.at)
    declare_acceptance_terms(
        actor=cast.femi,
        recognizer=cast.places["south-carolina"],
        reviewers=reviewers,
        months=24,
        at=cast.at,
        **otherwise,
    )


def asked(cast: Cast, **otherwise) -> AcceptanceRequest:
    given = {
        "actor": cast.ada,
        "recognizer": cast.places["south-carolina"],
        "purpose": Purpose.RENEWAL,
        "what": held(cast),
        "hours": Decimal(12),
        "words": "Its page shows the rubric and what was handed in.",
        "at": cast.at,
    }
    return ask_for_acceptance(**{**given, **otherwise})


def looked(cast: Cast, request: AcceptanceRequest, **otherwise) -> AcceptanceReading:
    marks = {component.id: Verdict.MET for component in components_of(request.edition)}
    given = {
        "actor": cast.femi,
        "request": request,
        "accepts": True,
        "hours": Decimal(10),
        "reason": "Judged by people, by a published rubric.",
        "marks": marks,
        "at": cast.at,
    }
    return read_for_acceptance(**{**given, **otherwise})


def another_officer(cast: Cast, name: str = "Second") -> Person:
    person = register(actor=None, name=name, email=f"{name.lower()}@example.org")
    place = cast.places["south-carolina"]
    appoint(actor=None, person=person, organization=place, role=Role.LICENSURE_OFFICER, at=cast.at)
    return person


def test_one_reviewer_decides_where_one_is_enough(cast: Cast):
    ready(cast)
    request = asked(cast)
    looked(cast, request)
    decision = AcceptanceDecision.objects.get(request=request)
    assert (decision.accepted, decision.hours) == (True, Decimal(10))
    assert (decision.starts_on, decision.ends_on) == (date(2026, 9, 1), date(2028, 9, 1))
    assert "is accepted" in Notice.objects.get(person=cast.ada).subject


def test_of_two_the_second_decides_and_the_fewest_hours_count(cast: Cast):
    ready(cast, reviewers=2)
    request = asked(cast)
    looked(cast, request)
    assert not AcceptanceDecision.objects.exists()
    with pytest.raises(ReadAlready):
        looked(cast, request)
    looked(cast, request, actor=another_officer(cast), hours=Decimal(8))
    assert AcceptanceDecision.objects.get().hours == Decimal(8)


def test_where_two_differ_a_third_decides(cast: Cast):
    ready(cast, reviewers=2)
    request = asked(cast)
    looked(cast, request)
    looked(cast, request, actor=another_officer(cast), accepts=False, hours=None)
    assert not AcceptanceDecision.objects.exists()
    looked(cast, request, actor=another_officer(cast, "Third"), accepts=False, hours=None)
    assert AcceptanceDecision.objects.get().accepted is False
    with pytest.raises(DecidedAlready):
        looked(cast, request, actor=another_officer(cast, "Fourth"))


def test_nobody_looks_at_their_own(cast: Cast):
    ready(cast)
    request = asked(cast, actor=cast.femi)
    with pytest.raises(OwnRequest):
        looked(cast, request)
    with pytest.raises(NotAllowed):
        looked(cast, request, actor=cast.omar)


def test_what_no_reading_is(cast: Cast):
    ready(cast)
    request = asked(cast)
    marks = {component.id: Verdict.MET for component in components_of(request.edition)}
    first = next(iter(marks))
    with pytest.raises(ReasonMissing):
        looked(cast, request, reason=" ")
    with pytest.raises(MarksMissing):
        looked(cast, request, marks={})
    with pytest.raises(SomethingNotMet):
        looked(cast, request, marks=marks | {first: Verdict.NOT_MET})
    with pytest.raises(HoursOutOfRange):
        looked(cast, request, hours=None)
    assert not AcceptanceReading.objects.exists()
    looked(cast, request, accepts=False, marks=marks | {first: Verdict.NOT_MET})


def test_asking_needs_terms_hours_words_and_a_credential_that_holds(cast: Cast):
    with pytest.raises(NotTakenHere):
        asked(cast)
    ready(cast)
    with pytest.raises(NotShownToHold):
        asked(cast, what=held(cast, verdict=Checked.REVOKED))
    with pytest.raises(NotShownToHold):
        asked(cast, what=held(cast, is_theirs=False))
    with pytest.raises(HoursOutOfRange):
        asked(cast, hours=Decimal(0))
    with pytest.raises(WordsMissing):
        asked(cast, words=" ")


def test_one_asks_once_until_it_is_refused_or_has_ended(cast: Cast):
    ready(cast)
    request = asked(cast)
    with pytest.raises(AskedAlready):
        asked(cast)
    looked(cast, request, accepts=False, hours=None)
    again = asked(cast)
    looked(cast, again)
    with pytest.raises(AskedAlready):
        asked(cast)
    end_acceptance(actor=cast.femi, decision=again.decision, ends_on=cast.at.date(), reason="Over.", at=cast.at)
    assert asked(cast).pk != again.pk


def test_a_design_can_be_asked_about(cast: Cast):
    ready(cast)
    design = refer_to_external(
        actor=cast.pia,
        organization=cast.places["south-carolina"],
        title="Checks for Understanding",
        issuer_name="An issuer elsewhere",
        url="https://example.org/checks",
        at=cast.at,
    )
    assert asked(cast, what=design).design == design


def test_an_acceptance_ends_once(cast: Cast):
    ready(cast)
    request = asked(cast)
    looked(cast, request)
    given = {
        "actor": cast.femi,
        "decision": request.decision,
        "ends_on": cast.at.date(),
        "reason": "Over.",
        "at": cast.at,
    }
    with pytest.raises(NotAllowed):
        end_acceptance(**{**given, "actor": cast.omar})
    with pytest.raises(ReasonMissing):
        end_acceptance(**{**given, "reason": " "})
    with pytest.raises(NotAccepted):
        end_acceptance(**{**given, "ends_on": cast.at.date() - timedelta(days=1)})
    end_acceptance(**given)
    with pytest.raises(NotAccepted):
        end_acceptance(**given)


def test_terms_are_of_one_or_two_for_some_months(cast: Cast):
    for reviewers, months in ((3, 24), (0, 24), (1, 5), (1, 121)):
        with pytest.raises(TermsOutOfRange):
            declare_acceptance_terms(
                actor=cast.femi,
                recognizer=cast.places["south-carolina"],
                reviewers=reviewers,
                months=months,
                at=cast.at,
            )
    with pytest.raises(NotAllowed):
        declare_acceptance_terms(
            actor=cast.omar, recognizer=cast.places["south-carolina"], reviewers=1, months=24, at=cast.at
        )
