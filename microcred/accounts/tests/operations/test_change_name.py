"""Going by another name."""

from datetime import timedelta

import pytest

from microcred.accounts.models import NameChange
from microcred.accounts.operations import NameNotYet, change_name, show_name_on_awards
from microcred.credentials.models import Award
from microcred.credentials.operations import choose_status
from microcred.credentials.tests import make as credentials
from microcred.notices.models import Notice
from microcred.organizations.models import Person


def renamed(cast, name="Ada Okonkwo", **more):
    today = cast.at.date()
    return change_name(actor=cast.ada, name=name, holds_from=more.pop("holds_from", today), today=today, at=cast.at)


def test_awards_keep_the_name_they_were_given_and_the_next_bear_the_new_one(cast):
    first = credentials.award(cast)

    renamed(cast)

    second = credentials.award(cast, of=credentials.version(cast, "engaging-stakeholders"))
    assert Award.objects.get(pk=first.pk).recipient_name == "Ada Whitfield"
    assert second.recipient_name == "Ada Okonkwo"


def test_on_their_wish_awards_show_the_new_name_and_nobody_finds_the_old_one(client, cast):
    award = credentials.award(cast)
    renamed(cast)
    client.force_login(cast.ada)
    assert "Awards that show another name" in client.get("/my-data/name/").content.decode()

    client.post("/my-data/name/awards/")

    assert "Awards that show another name" not in client.get("/my-data/name/").content.decode()
    client.logout()
    page = client.get(f"/credentials/{award.pk}/").content.decode()
    assert "Ada Okonkwo" in page
    assert "Whitfield" not in page


def test_where_the_issuer_lets_names_stay_the_page_says_so_and_offers_nothing(client, cast):
    award = credentials.award(cast)
    choose_status(
        actor=None, issuer=award.issuer, suspends=False, lists_revoked=False, renames=False, at=award.earned_at
    )
    renamed(cast)
    client.force_login(cast.ada)

    page = client.get("/my-data/name/").content.decode()

    assert "keeps the name" in page
    assert "/my-data/name/awards/" not in page
    assert show_name_on_awards(actor=cast.ada, at=award.earned_at) == 0


def test_the_name_before_is_kept_with_its_day_and_the_person_is_told(cast):
    renamed(cast, holds_from=cast.at.date() - timedelta(days=30))

    change = NameChange.objects.get()
    assert (change.before, change.after) == ("Ada Whitfield", "Ada Okonkwo")
    assert Notice.objects.filter(person=cast.ada, kind="name_changed").exists()


def test_the_same_name_is_no_change(cast):
    assert renamed(cast, name="Ada Whitfield") is None
    assert not NameChange.objects.exists()


def test_a_day_to_come_is_refused(cast):
    with pytest.raises(NameNotYet):
        renamed(cast, holds_from=cast.at.date() + timedelta(days=1))
    assert Person.objects.get(pk=cast.ada.pk).name == "Ada Whitfield"


def test_one_does_it_on_a_page(client, cast):
    client.force_login(cast.ada)

    client.post("/my-data/name/", {"name": "Ada Okonkwo", "holds_from": "2026-09-01"})

    page = client.get("/my-data/name/").content.decode()
    assert "Ada Whitfield" in page
    assert "Ada Okonkwo" in page
