"""Revoking: by the issuer's people, with a reason, seen at once by whoever checks."""

from datetime import timedelta

import pytest

from microcred.credentials import operations
from microcred.credentials.models import Revocation
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from tests.cast import Cast


def test_a_revoked_award_is_reported_as_revoked_and_no_other_is(cast: Cast):
    award = make.award(cast)
    other = make.award(cast, of=award.version, person=cast.gus)
    later = cast.at + timedelta(days=40)
    operations.revoke(actor=cast.lena, award=award, reason="The work was not her own.", at=later)

    def verdict(of):
        return check(of.intent.signed.text.encode(), at=later + timedelta(minutes=1)).verdict

    assert verdict(award) is Verdict.REVOKED
    assert verdict(other) is Verdict.VALID


def test_the_educator_hears_why(cast: Cast):
    award = make.award(cast)
    operations.revoke(actor=cast.lena, award=award, reason="The work was not her own.", at=cast.at + timedelta(days=40))
    outbox.deliver_all()
    assert "The work was not her own." in Notice.objects.get(person=cast.ada, kind="award_revoked").body


def test_only_the_issuers_people_revoke(cast: Cast):
    award = make.award(cast)
    for stranger in (cast.ada, cast.omar, cast.ben, cast.pia, cast.gus):
        with pytest.raises(NotAllowed):
            operations.revoke(actor=stranger, award=award, reason="No.", at=cast.at + timedelta(days=40))
    assert not Revocation.objects.exists()


def test_an_administrator_of_the_issuer_revokes(cast: Cast):
    award = make.award(cast)
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    assert operations.revoke(actor=cast.rosa, award=award, reason="Error.", at=cast.at + timedelta(days=40))


def test_nobody_revokes_their_own(cast: Cast):
    award = make.award(cast, person=cast.lena)
    with pytest.raises(operations.OwnAward):
        operations.revoke(actor=cast.lena, award=award, reason="Error.", at=cast.at + timedelta(days=40))


def test_not_without_a_reason_and_not_twice(cast: Cast):
    award = make.award(cast)
    later = cast.at + timedelta(days=40)
    with pytest.raises(operations.ReasonMissing):
        operations.revoke(actor=cast.lena, award=award, reason="  ", at=later)
    operations.revoke(actor=cast.lena, award=award, reason="Error.", at=later)
    with pytest.raises(operations.AlreadyRevoked):
        operations.revoke(actor=cast.lena, award=award, reason="Error.", at=later)
