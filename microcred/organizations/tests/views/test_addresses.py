"""Several e-mail addresses: the last verified one stays, and every change is told where it matters."""

from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from microcred.organizations.tests.views.test_sign_up import code_in

ADDRESSES = reverse("account_email")


def one_more(person, email="ada@home.example", *, verified=True):
    return EmailAddress.objects.create(user=person, email=email, verified=verified, primary=False)


def told():
    return sorted((address, message.subject) for message in mail.outbox for address in message.to)


def test_the_old_address_is_told_when_another_becomes_the_primary_one(client, cast):
    one_more(cast.ada)
    client.force_login(cast.ada)

    client.post(ADDRESSES, {"email": "ada@home.example", "action_primary": ""})

    assert told() == [("ada@example.org", "Your primary e-mail address was changed")]


def test_a_removed_address_is_told_so_itself(client, cast):
    one_more(cast.ada)
    client.force_login(cast.ada)

    client.post(ADDRESSES, {"email": "ada@home.example", "action_remove": ""})

    assert [address for address, _subject in told()] == ["ada@example.org", "ada@home.example"]


def test_the_last_verified_address_stays(client, cast):
    EmailAddress.objects.filter(user=cast.ada).update(verified=False)
    one_more(cast.ada)
    client.force_login(cast.ada)

    client.post(ADDRESSES, {"email": "ada@home.example", "action_remove": ""})

    assert EmailAddress.objects.filter(user=cast.ada, email="ada@home.example").exists()


def test_every_other_address_is_told_of_one_that_was_added(client, cast):
    client.force_login(cast.ada)
    client.post(ADDRESSES, {"email": "ada@home.example", "action_add": ""})

    client.post(reverse("account_email_verification_sent"), {"code": code_in(mail.outbox.pop())})

    assert EmailAddress.objects.get(email="ada@home.example").verified
    assert told() == [("ada@example.org", "An e-mail address was added")]


def test_one_signs_in_by_any_verified_address(client, cast):
    one_more(cast.ada)
    cast.ada.set_password("seventeen yellow kayaks")
    cast.ada.save()

    client.post(reverse("account_login"), {"login": "ada@home.example", "password": "seventeen yellow kayaks"})

    assert client.get("/home/").status_code == 200
