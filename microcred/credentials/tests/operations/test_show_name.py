"""An award shows the name that its holder goes by now, where its issuer lets it; what was signed stays as it was."""

import pytest

from microcred.credentials.models import Award, Issuer
from microcred.credentials.operations import AlreadyRevoked, NamesStay, choose_status, revoke, show_name
from microcred.credentials.queries import awards_of, awards_under_other_names
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.foundation.frozen import frozen_tables
from microcred.foundation.refusals import NotAllowed
from microcred.openbadges.verify import Verdict
from microcred.organizations.operations import update_profile

BEFORE, NOW = "Ada Whitfield", "Ada Okonkwo"


@pytest.fixture
def award(cast):
    """An award given under the name before."""
    given = make.award(cast)
    update_profile(actor=cast.ada, name=NOW, time_zone=cast.ada.time_zone, language=cast.ada.language)
    return Award.objects.get(pk=given.pk)


def test_page_and_certificate_show_the_new_name_and_nobody_reads_the_one_before(client, cast, award):
    address = f"/credentials/{award.pk}/"
    assert BEFORE in client.get(address).content.decode()

    show_name(actor=cast.ada, award=award, at=award.earned_at)

    page = client.get(address).content.decode()
    assert NOW in page
    assert BEFORE not in page
    assert str(awards_of(cast.ada).get().holder) == NOW
    assert client.get(f"{address}certificate.pdf").status_code == 200


def test_what_was_signed_stays_to_the_byte_and_verifies(cast, award):
    text = award.text

    show_name(actor=cast.ada, award=award, at=award.earned_at)

    kept = Award.objects.get(pk=award.pk)
    assert (kept.text, kept.recipient_name) == (text, BEFORE)
    assert check(text.encode(), at=award.earned_at, recipient=cast.ada.email).verdict is Verdict.VALID
    assert "credentials_nameshown" in frozen_tables()


def test_twice_is_once_and_the_latest_counts(cast, award):
    first = show_name(actor=cast.ada, award=award, at=award.earned_at)

    assert first is not None
    assert show_name(actor=cast.ada, award=award, at=award.earned_at) is None
    assert list(awards_under_other_names(cast.ada)) == []


def test_an_issuer_may_let_names_stay(cast, award):
    choose_status(
        actor=None, issuer=award.issuer, suspends=False, lists_revoked=False, renames=False, at=award.earned_at
    )

    with pytest.raises(NamesStay, match="lets its awards show the name they were given under"):
        show_name(actor=cast.ada, award=Award.objects.get(pk=award.pk), at=award.earned_at)
    assert not Issuer.objects.get(pk=award.issuer_id).renames


def test_nobody_names_the_award_of_another(cast, award):
    with pytest.raises(NotAllowed):
        show_name(actor=cast.gus, award=award, at=award.earned_at)


def test_what_was_revoked_is_named_anew_by_nobody(cast, award):
    revoke(actor=None, award=award, reason="Awarded by mistake.", at=award.earned_at)

    with pytest.raises(AlreadyRevoked):
        show_name(actor=cast.ada, award=award, at=award.earned_at)
