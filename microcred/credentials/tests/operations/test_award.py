"""Awarding: what will be signed is written down first, once, and only when it may be signed."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.conf import settings

from microcred.credentials import operations
from microcred.credentials.models import Award, AwardIntent, SignedCredential
from microcred.credentials.tests import make
from microcred.foundation.ids import uuid7
from microcred.foundation.models import OutboxEvent
from microcred.openbadges.lint import lint
from microcred.openbadges.models import holder_matches
from tests.cast import Cast


def test_ada_earns_and_the_exact_words_are_written_down(cast: Cast):
    intent = make.intent(cast)

    assert hashlib.sha256(intent.unsigned.encode()).hexdigest() == intent.digest
    assert "proof" not in json.loads(intent.unsigned)
    assert not SignedCredential.objects.exists(), "nothing is signed yet"
    assert not Award.objects.exists()
    assert OutboxEvent.objects.get(name="credentials.AwardIntended").facts == {"intent_id": str(intent.pk)}


def test_the_credential_says_what_was_earned_and_how_it_was_judged(cast: Cast):
    version = make.version(cast)
    document = json.loads(make.intent(cast, of=version).unsigned)
    subject = document["credentialSubject"]
    achievement = subject["achievement"]

    assert lint(document) == []
    assert document["name"] == version.title
    assert achievement["achievementType"] == "MicroCredential"
    assert achievement["id"] == f"{settings.PUBLIC_URL}/catalogue/{version.micro_credential.slug}/versions/1/"
    criteria = list(version.criteria.all())
    assert [each["id"] for each in achievement["resultDescription"]] == [f"urn:uuid:{c.pk}" for c in criteria]
    for criterion, description, result in zip(
        criteria, achievement["resultDescription"], subject["result"], strict=True
    ):
        levels = list(criterion.levels.all())
        assert [level["id"] for level in description["rubricCriterionLevel"]] == [f"urn:uuid:{x.pk}" for x in levels]
        assert description["requiredLevel"] == f"urn:uuid:{levels[criterion.required_position].pk}"
        assert result["achievedLevel"] == f"urn:uuid:{levels[-1].pk}"
    assert {each["targetFramework"] for each in achievement["alignment"]}
    for each, aligned in zip(achievement["alignment"], version.alignments.order_by("standard__code"), strict=True):
        assert each["targetUrl"] == f"{settings.PUBLIC_URL}/ims/case/v1p1/CFItems/{aligned.standard.identifier}"
        assert (each["targetType"], each["targetCode"]) == ("CFItem", aligned.standard.code)


def test_neither_the_address_nor_the_evidence_is_in_it(cast: Cast):
    intent = make.intent(cast)
    document = json.loads(intent.unsigned)

    assert cast.ada.email not in intent.unsigned
    assert cast.ada.name not in intent.unsigned
    assert holder_matches(document["credentialSubject"], cast.ada.email)
    assert not holder_matches(document["credentialSubject"], cast.gus.email)
    (evidence,) = document["evidence"]
    assert make.EVIDENCE in evidence["narrative"]


def test_one_decision_leads_to_one_award(cast: Cast):
    source = uuid7()
    first = make.intent(cast, source=source)
    again = make.intent(cast, of=first.version, source=source)
    assert again == first
    assert AwardIntent.objects.count() == 1
    assert OutboxEvent.objects.filter(name="credentials.AwardIntended").count() == 1


def test_a_decision_about_one_person_does_not_award_another(cast: Cast):
    first = make.intent(cast, source=uuid7())
    with pytest.raises(operations.SourceUsed):
        make.intent(cast, of=first.version, source=first.source, person=cast.gus)


def test_one_current_award_of_a_version(cast: Cast):
    first = make.intent(cast)
    with pytest.raises(operations.AlreadyEarned):
        make.intent(cast, of=first.version)
    assert make.intent(cast, of=first.version, person=cast.gus)


def test_a_revoked_award_makes_room(cast: Cast):
    first = make.award(cast)
    operations.revoke(actor=cast.lena, award=first, reason="Not her own work.", at=cast.at + timedelta(days=40))
    assert make.award(cast, of=first.version) != first


@pytest.mark.parametrize("change", [lambda levels: levels[1:], lambda levels: [*levels, levels[0]]])
def test_every_criterion_needs_its_level(cast: Cast, change):
    version = make.version(cast)
    wrong = change(make.required(version))
    with pytest.raises(operations.LevelMissing):
        make.intent(cast, of=version, levels=wrong)
    assert not AwardIntent.objects.exists()


def test_a_level_below_the_required_one_earns_nothing(cast: Cast):
    version = make.version(cast)
    short = make.required(version)
    criterion = next(each for each in version.criteria.all() if each.required_position > 0)
    short = [level for level in short if level.criterion_id != criterion.pk] + [criterion.levels.all()[0]]
    with pytest.raises(operations.LevelShort):
        make.intent(cast, of=version, levels=short)
    assert not AwardIntent.objects.exists()


def test_exactly_the_required_levels_earn(cast: Cast):
    version = make.version(cast)
    assert make.intent(cast, of=version, levels=make.required(version))


def test_without_an_issuer_above_the_owner_nobody_can_award(cast: Cast):
    version = make.version(cast)
    with pytest.raises(operations.NobodyIssues):
        operations.award(
            actor=None,
            person=cast.ada,
            version=version,
            source=uuid7(),
            levels=make.highest(version),
            evidence_digest=make.EVIDENCE,
            earned_at=cast.at,
            at=cast.at,
        )


def test_the_nearest_organization_that_issues_is_the_issuer(cast: Cast):
    version = make.version(cast)
    make.issuer(cast, place="partnership")
    make.issuer(cast, place="south-carolina")
    assert make.intent(cast, of=version, person=cast.gus).issuer.slug == "carolinacred", "made by make.intent"


def test_what_must_not_be_signed_is_refused_and_nothing_is_written(cast: Cast):
    operations.establish_issuer(
        actor=None,
        organization=cast.places["carolinacred"],
        slug="carolinacred",
        name="CarolinaCrED",
        url="",
        email="nobody at all",
        at=cast.at,
    )
    with pytest.raises(operations.CredentialUnfit) as refused:
        make.intent(cast)
    assert "issuer.email" in str(refused.value)
    assert not AwardIntent.objects.exists()
    assert not OutboxEvent.objects.filter(name="credentials.AwardIntended").exists()


def test_places_in_the_status_list_are_random_and_never_given_twice(cast: Cast):
    version = make.version(cast)
    people = [cast.ada, cast.gus, cast.omar, cast.femi, cast.rosa]
    indexes = [make.intent(cast, of=version, person=person).status_index for person in people]
    assert len(set(indexes)) == len(people)
    assert indexes != sorted(indexes) or max(indexes) - min(indexes) > len(people), "not handed out in order"


def test_a_place_taken_in_the_same_moment_is_left_to_the_other(cast: Cast, monkeypatch):
    """Two awards that choose one place: the database lets one have it, and the other takes another place."""
    from microcred.credentials.operations import awards
    from microcred.credentials.operations.status_lists import Place

    first = make.intent(cast)
    chosen = iter([first.status_index, first.status_index, 77])
    monkeypatch.setattr(awards, "places_for", lambda issuer, at: (Place(first.status_list, next(chosen)),))
    second = make.intent(cast, of=first.version, person=cast.gus)
    assert second.status_index == 77
    assert json.loads(second.unsigned)["credentialStatus"]["statusListIndex"] == "77"
    assert json.loads(second.unsigned)["id"] == f"urn:uuid:{second.pk}"
