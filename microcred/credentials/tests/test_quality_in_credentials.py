"""What is stated of a version's quality travels with what is awarded, and every judge still accepts it."""

import json
from datetime import date, timedelta

import pytest
from jsonschema import Draft201909Validator

from microcred.catalog.models import QualityStatement
from microcred.catalog.operations import state_quality
from microcred.credentials.document import achievement_of
from microcred.credentials.operations import status_lists
from microcred.credentials.tests import make
from microcred.openbadges.documents import parse
from microcred.openbadges.tests.conftest import SHARED, Judges
from microcred.quality.operations import publish_edition
from microcred.quality.tests.make import framework
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SCHEMA = SHARED / "data" / "schemas" / "open-badges" / "v3_0" / "ob_v3p0_achievementcredential_schema.json"


def state(version, cast, outcome=QualityStatement.Outcome.PASSED, **more):
    edition = publish_edition(actor=None, owner=cast.places["partnership"], document=framework(), at=cast.at)
    return state_quality(
        actor=None,
        version=version,
        edition=edition,
        outcome=outcome,
        reviewed_on=date(2026, 9, 1),
        next_review_on=date(2029, 9, 1),
        at=cast.at,
        **more,
    )


def test_a_version_without_a_statement_says_nothing_of_it(cast: Cast):
    achievement = achievement_of(make.version(cast))

    assert not [each for each in achievement.alignments if each.target_type.startswith("ext:")]


def test_an_award_names_framework_version_date_and_next_review(cast: Cast):
    version = make.version(cast)
    state(version, cast)
    credential = parse(make.award(cast, of=version).text)
    (found,) = [
        each
        for each in credential["credentialSubject"]["achievement"]["alignment"]
        if each["targetType"] == "ext:QualityReview"
    ]

    assert found["targetName"] == "House standards 1"
    assert found["targetUrl"].endswith("/quality/frameworks/house-standards/1/")
    assert found["targetDescription"] == (
        "Quality review of 2026-09-01: All components that fall to the design are met. Next review: 2029-09-01."
    )


def test_conditions_are_said(cast: Cast):
    version = make.version(cast)
    state(version, cast, QualityStatement.Outcome.CONDITIONAL, meet_by=date(2026, 12, 1))

    assert "on conditions, to be fulfilled by 2026-12-01" in achievement_of(version).alignments[-1].target_description


@pytest.mark.slow
def test_the_official_schema_and_judges_that_are_not_ours_accept_it(cast: Cast, judges: Judges, monkeypatch):
    monkeypatch.setattr(status_lists, "HOLDS", timedelta(days=36_500))
    version = make.version(cast)
    state(version, cast)
    award = make.award(cast, of=version)
    assert "ext:QualityReview" in award.text
    credential, schema = json.loads(award.text), json.loads(SCHEMA.read_text())
    status_list = award.intent.status_list
    status_list.refresh_from_db()
    judges.documents[status_list.url] = json.loads(status_list.signed)
    javascript, python = judges.javascript(credential), judges.python(credential)

    assert [error.message[:200] for error in Draft201909Validator(schema).iter_errors(credential)] == []
    assert javascript.accepted, javascript.words
    assert python.accepted, python.words
