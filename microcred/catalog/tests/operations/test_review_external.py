from datetime import timedelta

import pytest

from microcred.catalog.models import AcceptanceAnswer, AcceptanceReview
from microcred.catalog.operations import (
    AcceptanceUnexplained,
    AcceptanceUnfounded,
    ReferenceIncomplete,
    refer_to_external,
    review_external,
)
from microcred.catalog.queries import acceptance_of, accepted_externals
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.quality.operations import publish_edition
from microcred.quality.queries import components_of
from microcred.quality.tests.make import framework

pytestmark = pytest.mark.django_db
Outcome, Verdict = AcceptanceReview.Outcome, AcceptanceAnswer.Verdict


@pytest.fixture
def pia():
    person = register(actor=None, name="Pia", email="pia@example.org")
    appoint(actor=None, person=person, organization=make.university(), role=Role.PARTNERSHIP_ADMIN, at=make.AT)
    return person


@pytest.fixture
def edition():
    return publish_edition(actor=None, owner=make.university(), document=framework(), at=make.AT)


def refer(pia, **changes):
    values = {"title": "Checks for Understanding", "issuer_name": "Elsewhere", "url": "https://example.org/checks"}
    return refer_to_external(actor=pia, organization=make.university(), at=make.AT, **values | changes)


def decide(pia, external, edition, outcome, *, days=0, answers=None, **more):
    ids = {asked.code: asked.id for asked in components_of(edition)}
    return review_external(
        actor=pia,
        external=external,
        edition=edition,
        outcome=outcome,
        answers={ids[code]: said for code, said in (answers or {}).items()},
        **{"reason": "We read its public page.", "at": make.AT + timedelta(days=days)} | more,
    )


def test_what_is_accepted_is_listed_and_what_was_left_out_cannot_be_told(pia, edition):
    external = refer(pia)
    assert list(accepted_externals()) == []
    decide(pia, external, edition, Outcome.ACCEPTED, answers={"A1": (Verdict.MET, "")})

    assert list(accepted_externals()) == [external]
    answers = {answer.component.code: answer.verdict for answer in acceptance_of(external).answers.all()}
    assert answers == {"A1": "met", "A2": "not_known", "B1": "not_known"}


def test_the_last_decision_holds(pia, edition):
    external = refer(pia)
    decide(pia, external, edition, Outcome.CONDITIONAL, conditions="For elementary schools.")
    assert acceptance_of(external).conditions == "For elementary schools."
    decide(pia, external, edition, Outcome.REJECTED, days=1)

    assert list(accepted_externals()) == []


def test_one_component_that_is_not_met_forbids_to_accept_it_as_it_is(pia, edition):
    answers = {"A2": (Verdict.NOT_MET, "Only knowledge is asked for.")}

    with pytest.raises(AcceptanceUnfounded):
        decide(pia, refer(pia), edition, Outcome.ACCEPTED, answers=answers)
    decide(pia, refer(pia), edition, Outcome.CONDITIONAL, answers=answers, conditions="With an artifact.")


def test_a_decision_says_why_and_on_which_conditions(pia, edition):
    with pytest.raises(AcceptanceUnexplained):
        decide(pia, refer(pia), edition, Outcome.ACCEPTED, reason=" ")
    with pytest.raises(AcceptanceUnexplained):
        decide(pia, refer(pia), edition, Outcome.CONDITIONAL)


@pytest.mark.parametrize("changes", [{"title": " "}, {"issuer_name": ""}, {"url": "javascript:alert(1)"}, {"url": "x"}])
def test_a_reference_is_whole_and_leads_to_the_web(pia, changes):
    with pytest.raises(ReferenceIncomplete):
        refer(pia, **changes)


def test_only_who_looks_after_quality_refers_and_decides(pia, edition):
    assert refer(pia) == refer(pia)
    for actor in (make.cora(), make.gus()):
        with pytest.raises(NotAllowed):
            refer(actor)
        with pytest.raises(NotAllowed):
            decide(actor, refer(pia), edition, Outcome.ACCEPTED)
