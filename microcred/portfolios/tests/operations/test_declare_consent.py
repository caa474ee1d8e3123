import json
from datetime import date, timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import Consent
from microcred.portfolios.operations import (
    EvidenceUnready,
    NobodyAndSomebody,
    PeopleNotSaid,
    PermissionNeeded,
    PermissionOver,
    declare_consent,
)
from microcred.portfolios.queries import contents_of
from microcred.portfolios.queries.consents import consents_of, digest_of_consent
from microcred.portfolios.tests.make import asked, declared, fill, handed_in, picture, put, started

PERMITTED = {"permission": "district_form"}


def pictured(cast):
    """Ada's work is whole, but for a declaration about the people in a picture."""
    pursuit = started(cast)
    artifact = asked(pursuit, "artifact")
    artifact.accepts.append("image")
    item = put(pursuit, "circle.png", picture(), at=cast.at, requirement=artifact)
    return fill(pursuit, at=cast.at), item


def test_a_picture_waits_for_a_declaration(cast):
    pursuit, item = pictured(cast)
    with pytest.raises(EvidenceUnready, match="who can be recognized"):
        handed_in(pursuit, at=cast.at)

    declared(item, "students", at=cast.at, expires_on=date(2027, 6, 30))

    handed_in(pursuit, at=cast.at)


def test_a_document_needs_none(cast):
    handed_in(started(cast), at=cast.at)


def test_a_permission_that_ends_too_early_does_not_do(cast):
    pursuit, item = pictured(cast)
    declared(item, "students", at=cast.at, expires_on=cast.at.date() + timedelta(days=10))

    with pytest.raises(EvidenceUnready, match="ends before"):
        handed_in(pursuit, at=cast.at)


def test_each_change_is_a_version_and_the_same_again_is_none(cast):
    _pursuit, item = pictured(cast)
    first = declared(item, at=cast.at)

    assert declared(item, at=cast.at) == first
    second = declared(item, "adults", "background", at=cast.at)

    assert (first.version, second.version) == (1, 2)
    assert consents_of([item]) == {item.pk: second}
    assert Consent.objects.count() == 2


def test_the_manifest_holds_its_digest_and_assessors_see_nothing_of_it(cast):
    pursuit, item = pictured(cast)
    consent = declared(item, "students", at=cast.at)
    submission = handed_in(pursuit, at=cast.at)

    assert json.loads(submission.manifest)["consents"] == {str(item.pk): digest_of_consent(consent)}
    assert "students" not in submission.manifest
    assert "consent" not in repr(contents_of(submission))


@pytest.mark.parametrize(
    ("people", "facts", "refusal"),
    [
        ([], {}, PeopleNotSaid),
        (["nobody", "students"], PERMITTED, NobodyAndSomebody),
        (["students"], {"permission": "not_needed"}, PermissionNeeded),
        (["adults", "background"], {"permission": "not_needed"}, PermissionNeeded),
        (["students"], {**PERMITTED, "expires_on": date(2026, 8, 31)}, PermissionOver),
    ],
    ids=["nothing", "nobody and somebody", "students", "adults", "over"],
)
def test_what_contradicts_itself_is_refused(cast, people, facts, refusal):
    _pursuit, item = pictured(cast)
    said = {"permission": "not_needed", "expires_on": None, **facts}

    with pytest.raises(refusal):
        declare_consent(actor=cast.ada, item=item, people=people, at=cast.at, **said)


def test_nobody_else_declares(cast):
    _pursuit, item = pictured(cast)

    with pytest.raises(NotAllowed):
        declare_consent(
            actor=cast.ben, item=item, people=["nobody"], permission="not_needed", expires_on=None, at=cast.at
        )


def test_of_background_and_nobody_no_permission_is_kept(cast):
    _pursuit, item = pictured(cast)

    consent = declared(item, "background", at=cast.at, expires_on=date(2027, 1, 1))

    assert (consent.permission, consent.expires_on) == ("not_needed", None)
