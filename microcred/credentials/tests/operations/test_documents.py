"""Documents beside awards: credentials of whole stacks, endorsements, learner records."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from jsonschema import Draft201909Validator

from microcred.catalog.operations import open_stack, place
from microcred.credentials import operations
from microcred.credentials.models import Award, DocumentIntent, Issuer, SignedDocument
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.foundation.refusals import NotAllowed
from microcred.openbadges.contexts import LEARNER_RECORD, pinned
from microcred.openbadges.models import holder_matches
from microcred.openbadges.tests.conftest import SHARED, Judges
from microcred.openbadges.verify import Verdict
from tests.cast import Cast

SCHEMAS = SHARED / "data" / "schemas"
EARNED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def stack(cast: Cast):
    """Two micro-credentials."""
    make.issuer(cast)
    opened = open_stack(
        actor=None,
        owner=cast.places["carolinacred"],
        slug="leading",
        name="Leading Change",
        description="Change that lasts.",
        position=1,
    )
    for position, name in enumerate(("managing-change", "building-your-team")):
        version = make.version(cast, name)
        place(actor=None, stack=opened, micro_credential=version.micro_credential, position=position)
    return opened


def versions(stack):
    return [each.micro_credential.versions.get() for each in stack.places.order_by("position")]


def earn(cast: Cast, stack, *, count: int = 2) -> list[Award]:
    awards = [make.award(cast, of=version, earned_at=EARNED) for version in versions(stack)[:count]]
    outbox.deliver_all()
    return awards


def other_issuer(cast: Cast) -> Issuer:
    return make.issuer(cast, place="mira")


def verdict(document: DocumentIntent, at: datetime) -> Verdict:
    return check(document.signed.text.encode(), at=at).verdict


def errors(document: DocumentIntent, schema: str) -> list[str]:
    validator = Draft201909Validator(json.loads((SCHEMAS / schema).read_text()))
    return [error.message[:200] for error in validator.iter_errors(json.loads(document.signed.text))]


def test_the_last_of_a_stack_brings_the_credential_of_the_stack(cast: Cast, stack):
    earn(cast, stack, count=1)
    assert not DocumentIntent.objects.exists()
    make.award(cast, of=versions(stack)[1], earned_at=EARNED)
    outbox.deliver_all()

    document = DocumentIntent.objects.get()
    assert verdict(document, now() + timedelta(minutes=1)) is Verdict.VALID
    said = json.loads(document.signed.text)
    assert said["credentialSubject"]["achievement"]["achievementType"] == "LearningProgram"
    assert holder_matches(said["credentialSubject"], cast.ada.email)
    digests = {award.intent.signed.digest for award in Award.objects.all()}
    assert {each["narrative"][-64:] for each in said["evidence"]} == digests
    assert errors(document, "open-badges/v3_0/ob_v3p0_achievementcredential_schema.json") == []
    with pytest.raises(operations.StackAwarded):
        operations.award_stack(actor=None, person=cast.ada, stack=stack, at=EARNED)


def test_it_does_not_outlive_what_it_rests_on(cast: Cast, stack):
    awards = earn(cast, stack)
    document = DocumentIntent.objects.get()
    operations.revoke(actor=cast.lena, award=awards[0], reason="Error.", at=EARNED + timedelta(days=1))
    outbox.deliver_all()
    assert verdict(document, now() + timedelta(minutes=1)) is Verdict.REVOKED
    with pytest.raises(operations.StackIncomplete):
        operations.award_stack(actor=None, person=cast.ada, stack=stack, at=EARNED)


def test_an_endorsement_of_a_version_and_of_an_award(cast: Cast):
    award = make.award(cast, earned_at=EARNED)
    mira = other_issuer(cast)
    for endorsed in (award.version, award):
        document = operations.endorse(
            actor=None, issuer=mira, endorsed=endorsed, comment="We saw it **at work**.", at=EARNED
        )
        operations.sign_document(actor=None, intent=document, at=EARNED)
        assert verdict(document, EARNED + timedelta(days=1)) is Verdict.VALID
        assert errors(document, "open-badges/v3_0/ob_v3p0_endorsementcredential_schema.json") == []
    subject = json.loads(document.signed.text)["credentialSubject"]
    assert subject["id"] == f"urn:uuid:{award.pk}"


def test_nobody_vouches_for_their_own_nor_without_a_word_nor_for_another_organization(cast: Cast):
    award = make.award(cast)
    with pytest.raises(operations.OwnWork):
        operations.endorse(actor=None, issuer=award.issuer, endorsed=award.version, comment="Good.", at=cast.at)
    mira = other_issuer(cast)
    with pytest.raises(operations.CommentMissing):
        operations.endorse(actor=None, issuer=mira, endorsed=award.version, comment=" ", at=cast.at)
    with pytest.raises(NotAllowed):
        operations.endorse(actor=cast.ada, issuer=mira, endorsed=award.version, comment="Good.", at=cast.at)


def test_a_withdrawn_endorsement_is_reported_as_revoked(cast: Cast):
    version = make.award(cast).version
    mira = other_issuer(cast)
    document = operations.endorse(actor=None, issuer=mira, endorsed=version, comment="Good.", at=EARNED)
    operations.sign_document(actor=None, intent=document, at=EARNED)
    operations.withdraw(actor=None, intent=document, reason="No longer.", at=EARNED + timedelta(days=1))
    assert verdict(document, EARNED + timedelta(days=2)) is Verdict.REVOKED


def record(cast: Cast, awards: list[Award], at: datetime = EARNED) -> DocumentIntent:
    document = operations.compose_record(actor=cast.ada, awards=awards, at=at)
    operations.sign_document(actor=None, intent=document, at=at)
    return document


def test_a_learner_record_holds_the_awards_as_they_were_signed(cast: Cast, stack):
    awards = earn(cast, stack)
    whole, part = record(cast, awards), record(cast, awards[:1])
    said = json.loads(whole.signed.text)
    inside = said["credentialSubject"]["verifiableCredential"]
    assert inside == [json.loads(award.intent.signed.text) for award in awards]
    assert (said["partial"], json.loads(part.signed.text)["partial"]) == (False, True)
    assert verdict(whole, EARNED + timedelta(days=1)) is Verdict.VALID
    assert errors(whole, "clr/v2_0/clr_v2p0_clrcredential_schema.json") == []


def test_nobody_gets_a_record_of_anothers_awards_nor_of_none(cast: Cast):
    award = make.award(cast, person=cast.gus)
    with pytest.raises(operations.NothingToRecord):
        operations.compose_record(actor=cast.ada, awards=[award], at=cast.at)


@pytest.mark.slow
def test_judges_that_are_not_ours_accept_record_stack_and_endorsement(cast: Cast, stack, judges: Judges):
    awards = earn(cast, stack)
    mira = other_issuer(cast)
    endorsement = operations.endorse(actor=None, issuer=mira, endorsed=awards[0], comment="Good.", at=EARNED)
    operations.sign_document(actor=None, intent=endorsement, at=EARNED)
    documents = [record(cast, awards), endorsement, DocumentIntent.objects.get(kind="stack")]
    judges.documents[LEARNER_RECORD] = pinned()[LEARNER_RECORD]
    for award in awards:
        judges.documents[award.intent.status_list.url] = json.loads(award.intent.status_list.signed)
    for document in documents:
        if document.status_list is not None:
            judges.documents[document.status_list.url] = json.loads(document.status_list.signed)
        judgement = judges.javascript(json.loads(document.signed.text))
        assert judgement.accepted, judgement.words


def test_a_stopped_issuer_signs_no_document(cast: Cast):
    version = make.award(cast).version
    mira = other_issuer(cast)
    document = operations.endorse(actor=None, issuer=mira, endorsed=version, comment="Good.", at=EARNED)
    operations.stop_issuing(actor=None, issuer=mira, reason="Leak.", at=EARNED)
    with pytest.raises(operations.IssuingStopped):
        operations.sign_document(actor=None, intent=document, at=EARNED)
    outbox.deliver_all()
    assert not SignedDocument.objects.exists()
