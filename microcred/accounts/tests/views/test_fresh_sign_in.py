"""What takes everything along or cannot be taken back asks once more who sits there: an open session is no proof."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse

from microcred.accounts.models import Erasure, Export, Merge, MergeApproval, MergeOffer
from microcred.accounts.operations import ask_for_export
from microcred.accounts.operations.merging import token_of
from microcred.accounts.reactions import pack
from microcred.accounts.tests.make import PASSWORD, asked, second_account, verified, with_app, with_password
from microcred.foundation.clock import now

IS_IT_YOU = reverse("account_reauthenticate")


@pytest.fixture
def left_open(client, cast):
    """Ada's browser, in which she signed in a while ago."""
    cache.clear()  # the limit of tries is kept there
    client.force_login(with_password(cast.ada))
    return client


def asks_again(answer) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(IS_IT_YOU)


def says_who_they_are(client, answer):
    return client.post(answer["Location"], {"password": PASSWORD})


def test_a_merge_is_offered_after_it(left_open, cast):
    second_account(cast)

    answer = left_open.post("/my-data/joining/", {"email": "ada@home.example.org"})

    assert asks_again(answer)
    assert not MergeOffer.objects.exists()
    says_who_they_are(left_open, answer)
    assert MergeOffer.objects.get().asker == cast.ada


def test_a_merge_is_confirmed_after_it_and_what_goes_where_is_shown_after_it(left_open, cast):
    address = reverse("joining_offer", args=[token_of(asked(cast.ada, second_account(cast), at=now()).pk)])

    answer = left_open.post(address, {"understood": "on"})
    assert asks_again(answer)
    assert asks_again(left_open.get(address))
    assert says_who_they_are(left_open, answer)["Location"] == address
    assert not Merge.objects.exists(), "nothing is sent once more on one's behalf"
    assert "ada@home.example.org" in left_open.get(address).content.decode()
    left_open.post(address, {"understood": "on"})
    assert Merge.objects.get().survivor == cast.ada


def test_a_merge_is_said_yes_to_after_it(client, cast):
    cache.clear()
    other = with_password(with_app(second_account(cast)))
    address = reverse("joining_offer", args=[token_of(asked(cast.ada, other, at=now()).pk)])
    client.force_login(other)

    answer = client.post(address)

    assert asks_again(answer)
    says_who_they_are(client, answer)
    assert not MergeApproval.objects.exists()
    client.post(address)
    assert MergeApproval.objects.exists()


def test_what_was_filled_in_wrongly_comes_back_as_a_form_of_its_own_page(left_open):
    page = says_who_they_are(left_open, left_open.post("/my-data/erasure/", {})).content.decode()

    assert 'action="/my-data/erasure/"' in page
    assert "This field is required" in page


def test_a_wrong_password_opens_nothing(left_open, cast):
    answer = left_open.post("/my-data/erasure/", {"understood": "on"})

    assert left_open.post(answer["Location"], {"password": "not the one"}).status_code == 200
    assert asks_again(left_open.post("/my-data/erasure/", {"understood": "on"}))
    assert not Erasure.objects.exists()


def test_everything_is_packed_and_fetched_after_it(left_open, cast):
    answer = left_open.post("/my-data/exports/")
    assert asks_again(answer)
    assert not Export.objects.exists()
    says_who_they_are(left_open, answer)
    assert Export.objects.get().person == cast.ada


def test_an_archive_that_lies_ready_is_fetched_after_it_from_the_page_that_leads_there(left_open, cast):
    export = ask_for_export(actor=cast.ada, at=now())
    pack(str(export.pk))
    address = reverse("export", args=[export.pk])

    answer = left_open.get(address)

    assert asks_again(answer)
    assert says_who_they_are(left_open, answer)["Location"] == "/my-data/#take"
    assert b"".join(left_open.get(address).streaming_content)[:2] == b"PK"


def test_one_reads_what_would_be_erased_freely_and_asks_for_it_after_it(left_open):
    assert left_open.get("/my-data/erasure/").status_code == 200

    answer = left_open.post("/my-data/erasure/", {"understood": "on", "shows_name": "on"})

    assert asks_again(answer)
    assert not Erasure.objects.exists()
    says_who_they_are(left_open, answer)
    assert Erasure.objects.get().shows_name is True


@pytest.mark.parametrize("action", ["action_add", "action_remove", "action_primary"])
def test_an_address_comes_goes_or_leads_after_it(left_open, cast, action):
    verified(cast.ada, "ada@home.example.org")
    email = "third@example.org" if action == "action_add" else "ada@home.example.org"
    before = sorted(EmailAddress.objects.filter(user=cast.ada).values_list("email", "primary"))

    answer = left_open.post(reverse("account_email"), {"email": email, action: ""})

    assert asks_again(answer)
    assert sorted(EmailAddress.objects.filter(user=cast.ada).values_list("email", "primary")) == before
