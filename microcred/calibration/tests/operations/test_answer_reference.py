"""Asking references by a link, and their answers."""

from datetime import timedelta

import pytest

from microcred.calibration.models import ApplicationReference, ReferenceAnswer
from microcred.calibration.operations import (
    NamedTooOften,
    ReferenceAnswered,
    ReferenceOver,
    ReferencesThemselves,
    ReferenceUnfit,
    answer_reference,
    digest_of_reference,
    mail_reference,
    name_reference,
    reference_token,
    withdraw_application,
)
from microcred.calibration.queries import findings_of
from microcred.calibration.rules.vetting import Asked, Met
from microcred.calibration.tests.make_vetting import applied, decided, said
from microcred.foundation.refusals import NotAllowed

TWO = Asked(years=0, degree=False, awards=0, references=2)
KIM, JO = ("Kim Ortega", "kim@example.net"), ("Jo Baptiste", "jo@example.net")
LATER = timedelta(days=21)


@pytest.fixture
def application(cast):
    return applied(cast, rules=said(cast, TWO), references=[KIM, JO])


@pytest.fixture
def kim(application):
    return application.references.get(position=1)


def answered(cast, reference, actor=None, **changes):
    facts = {"knows": "One team, four years.", "speaks": "yes", "words": "She is fair.", "at": cast.at, **changes}
    return answer_reference(actor=actor, reference=reference, **facts)


def test_an_address_gets_one_mail_with_one_link_that_only_this_server_can_make(cast, kim, mailoutbox):
    assert mail_reference(actor=None, reference=kim, at=cast.at)

    (mail,) = mailoutbox
    assert mail.to == ["kim@example.net"]
    assert f"/references/{reference_token(kim.pk)}/" in mail.body
    assert kim.token_digest == digest_of_reference(reference_token(kim.pk))
    assert "Ada Whitfield" in mail.body
    assert "jo@example.net" not in mail.body


def test_answers_count_once_all_have_come(cast, application, kim):
    answered(cast, kim)
    assert findings_of(application)[0].met is Met.OPEN
    answered(cast, application.references.get(position=2))
    assert findings_of(application)[0].met is Met.MET


def test_a_second_click_an_old_link_and_one_after_the_decision_answer_nothing(cast, application, kim):
    with pytest.raises(ReferenceOver):
        answered(cast, kim, at=cast.at + LATER)
    answered(cast, kim)
    with pytest.raises(ReferenceOver):
        answered(cast, kim, words="Another thought.")
    jo = application.references.get(position=2)
    decided(cast, application, "declined")
    with pytest.raises(ReferenceOver):
        answered(cast, jo)
    assert ReferenceAnswer.objects.count() == 1


def test_the_applicant_does_not_speak_for_themselves(cast, kim):
    with pytest.raises(ReferencesThemselves):
        answered(cast, kim, actor=cast.ada)


def test_naming_somebody_else_closes_the_link_before(cast, application, kim):
    named = name_reference(
        actor=cast.ada, application=application, position=1, name="Lou", email="lou@example.net", at=cast.at + LATER
    )

    with pytest.raises(ReferenceOver):
        answered(cast, kim)
    assert not mail_reference(actor=None, reference=kim, at=cast.at), "a mail still on its way is not sent"
    assert answered(cast, named, at=cast.at + LATER).name == "Lou"


def test_a_place_is_filled_anew_a_few_times_by_its_applicant_alone(cast, application, kim):
    facts = {"application": application, "position": 1, "name": "Kim", "email": "kim@example.net", "at": cast.at}
    with pytest.raises(NotAllowed):
        name_reference(actor=cast.gus, **facts)
    with pytest.raises(ReferenceUnfit):
        name_reference(actor=cast.ada, **{**facts, "email": "jo@example.net"})
    with pytest.raises(ReferenceOver):
        name_reference(actor=cast.ada, **{**facts, "position": 3})
    for _time in range(4):
        name_reference(actor=cast.ada, **facts)
    with pytest.raises(NamedTooOften):
        name_reference(actor=cast.ada, **facts)


def test_what_was_answered_is_not_asked_again(cast, application, kim):
    answered(cast, kim)
    with pytest.raises(ReferenceAnswered):
        name_reference(
            actor=cast.ada, application=application, position=1, name="Lou", email="lou@example.net", at=cast.at
        )


def test_addresses_go_when_the_application_is_taken_back(cast, application):
    withdraw_application(actor=cast.ada, application=application, at=cast.at)
    assert not ApplicationReference.objects.exists()
