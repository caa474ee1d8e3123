import pytest

from microcred.authoring.operations import (
    AddressUnreadable,
    CoAuthorshipEnded,
    DraftPublished,
    TooManyCoAuthors,
    end_co_authorship,
    invite_co_author,
    join_draft,
    publish,
)
from microcred.authoring.operations.co_authors import MOST_CO_AUTHORS
from microcred.authoring.queries import drafts_of, invitations_to, may_write, writers_of
from microcred.authoring.tests.make import AT, draft, joined, nils, save, tess
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.tests.make import cora, gus
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_gates(db):
    """What gates keep back is told in `test_gates`."""
    no_gates()


def invite(of, email, actor=None):
    return invite_co_author(actor=actor or cora(), draft=of, email=email, at=AT)


def test_a_colleague_of_another_organization_is_asked_told_and_writes_once_they_join():
    mine = draft()
    invitation = invite(mine, "Tess@Example.net")
    tess()

    assert not may_write(tess(), mine, at=AT)
    assert list(invitations_to(tess())) == [invitation]
    join_draft(actor=tess(), invitation=invitation, at=AT)
    assert list(drafts_of(tess(), at=AT)) == [mine]
    save(mine, tess(), name="Change, Together")
    assert list(writers_of(mine)) == [cora(), tess()]


def test_the_notice_reaches_who_has_the_address_and_the_answer_does_not_tell_who_has():
    mine = draft()
    tess()
    assert [invite(mine, email).draft_id for email in ("tess@example.net", "nobody@example.net")] == [mine.pk, mine.pk]
    assert Notice.objects.get().person == tess()


def test_asked_twice_is_asked_once():
    mine = draft()
    assert invite(mine, "tess@example.net") == invite(mine, " TESS@example.net ")


def test_an_invitation_is_no_good_to_anybody_else():
    mine = draft()
    invitation = invite(mine, "tess@example.net")
    for stranger in (gus(), nils()):
        with pytest.raises(NotAllowed):
            join_draft(actor=stranger, invitation=invitation, at=AT)


def test_who_was_taken_off_writes_no_more_and_what_they_wrote_stays():
    mine = draft()
    invitation = joined(mine, tess())
    save(mine, tess(), name="Change, Together")
    end_co_authorship(actor=nils(), invitation=invitation, at=AT)

    with pytest.raises(NotAllowed):
        save(mine, tess(), name="Again")
    with pytest.raises(CoAuthorshipEnded):
        join_draft(actor=tess(), invitation=invitation, at=AT)
    mine.refresh_from_db()
    assert mine.design["name"] == "Change, Together"
    assert not drafts_of(tess(), at=AT)
    assert tess() in writers_of(mine)


def test_a_co_author_may_leave_but_neither_invite_nor_take_others_off_nor_publish():
    mine = draft()
    hers, his = joined(mine, tess()), invite(mine, "gus@example.org")
    for deed in (
        lambda: invite(mine, "more@example.org", tess()),
        lambda: end_co_authorship(actor=tess(), invitation=his, at=AT),
        lambda: publish(actor=tess(), draft=mine, at=AT),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert end_co_authorship(actor=tess(), invitation=hers, at=AT) == end_co_authorship(
        actor=cora(), invitation=hers, at=AT
    )


def test_what_is_no_address_is_named_and_a_draft_takes_only_so_many():
    mine = draft()
    with pytest.raises(AddressUnreadable, match="Tess"):
        invite(mine, "Tess")
    for number in range(MOST_CO_AUTHORS):
        invite(mine, f"{number}@example.org")
    with pytest.raises(TooManyCoAuthors):
        invite(mine, "more@example.org")


def test_nobody_is_asked_to_a_draft_that_became_a_version():
    mine = draft()
    publish(actor=cora(), draft=mine, at=AT)
    with pytest.raises(DraftPublished):
        invite(mine, "tess@example.net")
