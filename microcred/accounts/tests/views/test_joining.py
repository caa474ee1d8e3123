"""The pages by which two accounts become one."""

from datetime import timedelta

from django.core import mail
from django.urls import reverse

from microcred.accounts.models import Merge, MergeApproval, MergeOffer
from microcred.accounts.operations.merging import token_of
from microcred.accounts.reactions import mail_merge_offer
from microcred.accounts.tests.make import PASSWORD, asked, joined, second_account, with_app, with_password
from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.tests import make as portfolios

JOINING = "/my-data/joining/"


def address_of(offer: MergeOffer) -> str:
    return reverse("joining_offer", kwargs={"token": token_of(offer.pk)})


def test_it_says_the_same_whether_or_not_the_address_has_an_account(client, cast):
    second_account(cast)
    client.force_login(cast.ada)

    known = client.post(JOINING, {"email": "ada@home.example.org"}, follow=True)
    unknown = client.post(JOINING, {"email": "none@home.example.org"}, follow=True)

    assert MergeOffer.objects.count() == 1
    assert [str(said).replace("none@", "ada@") for said in unknown.context["messages"]] == [
        str(said) for said in known.context["messages"]
    ]


def test_the_link_goes_to_the_other_address_and_nowhere_else(cast):
    offer = asked(cast.ada, second_account(cast), at=now())

    mail_merge_offer(str(offer.pk))

    (sent,) = mail.outbox
    assert sent.to == ["ada@home.example.org"]
    assert address_of(offer) in sent.body
    assert token_of(offer.pk) not in str(vars(MergeOffer.objects.get(pk=offer.pk)))


def test_a_link_that_no_longer_works_is_not_sent(cast):
    offer = asked(cast.ada, second_account(cast), at=now() - timedelta(hours=1))

    mail_merge_offer(str(offer.pk))

    assert mail.outbox == []


def test_whoever_tries_addresses_is_stopped(client, cast):
    client.force_login(cast.ada)
    for number in range(5):
        assert client.post(JOINING, {"email": f"a{number}@example.org"}).status_code == 302

    assert client.post(JOINING, {"email": "a6@example.org"}).status_code == 422


def test_what_goes_where_is_said_before_anything_happens(client, cast):
    other = second_account(cast)
    version = credentials.version(cast)
    portfolios.started(cast, version)
    theirs = portfolios.started(cast, version, person=other)
    appoint(actor=None, person=other, organization=cast.places["mira"], role=Role.QA_REVIEWER, at=cast.at)
    offer = asked(cast.ada, other, at=now())
    client.force_login(cast.ada)

    page = client.get(address_of(offer)).content.decode()

    for words in ("ada@home.example.org", "QA reviewer", version.title, "in both accounts", str(theirs.pk)):
        assert words in page
    assert not Merge.objects.exists()


def test_confirmed_it_happens_and_says_so(client, cast):
    other = second_account(cast)
    version = credentials.version(cast)
    portfolios.started(cast, version)
    theirs = portfolios.started(cast, version, person=other)
    offer = asked(cast.ada, other, at=now())
    client.force_login(cast.ada)

    assert client.post(address_of(offer), {}).status_code == 422
    answer = client.post(address_of(offer), {"understood": "on", f"version-{version.pk}": str(theirs.pk)})

    assert answer.status_code == 302
    assert "became part of this one" in client.get("/my-data/").content.decode()
    assert client.get(f"/pursuits/{theirs.pk}/").status_code == 200
    page = client.get("/pursuits/").content.decode()
    assert "Set aside" in page


def test_a_link_opened_by_another_person_leads_nowhere(client, cast):
    offer = asked(cast.ada, second_account(cast), at=now())
    client.force_login(cast.gus)

    assert client.get(address_of(offer)).status_code == 404
    assert client.post(address_of(offer), {"understood": "on"}).status_code == 404
    assert not MergeApproval.objects.exists()


def test_a_locked_account_says_yes_signed_in_there(client, cast):
    other = with_password(with_app(second_account(cast)))
    offer = asked(cast.ada, other, at=now())
    client.force_login(cast.ada)
    assert "Sign in there once" in client.get(address_of(offer)).content.decode()

    client.force_login(other)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "Yes, both are mine" in client.get(address_of(offer)).content.decode()
    client.post(address_of(offer))

    client.force_login(cast.ada)
    assert "Make them one account" in client.get(address_of(offer)).content.decode()


def test_sessions_of_the_closed_account_end(client, cast):
    other = second_account(cast)
    client.force_login(other)
    assert client.get("/my-data/").status_code == 200

    joined(cast.ada, other, at=now())

    assert client.get("/my-data/").status_code == 302
