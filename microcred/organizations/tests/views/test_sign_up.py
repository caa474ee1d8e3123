"""Signing up and in, through the pages of allauth in our clothes."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.totp.internal.auth import generate_totp_secret as new_secret
from django.core import mail
from django.test import Client
from django.urls import reverse

from microcred.organizations.middleware import SECOND_FACTOR_OWED
from microcred.organizations.models import Person
from microcred.organizations.operations import update_profile

SIGN_UP, SIGN_IN = reverse("account_signup"), reverse("account_login")
NEW = {"name": "Noor Haidari", "email": "noor@school.example", "password1": "seventeen yellow kayaks"}


def code_in(message):
    return re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", message.body, re.MULTILINE).group(1)


def give_password(person):
    person.set_password(NEW["password1"])
    person.save()


def test_noor_signs_up_and_is_in_once_the_code_is_typed(client, db):
    client.cookies["timezone"] = "America/Chicago"

    client.post(SIGN_UP, NEW)

    assert "_auth_user_id" not in client.session, "not in before the address is hers"
    [message] = mail.outbox
    client.post(reverse("account_email_verification_sent"), {"code": code_in(message)})
    noor = Person.objects.get(email=NEW["email"])
    assert client.session["_auth_user_id"] == str(noor.pk)
    assert (noor.name, noor.time_zone) == ("Noor Haidari", "America/Chicago")
    assert EmailAddress.objects.get(user=noor).verified


def test_a_wrong_code_lets_nobody_in(client, db):
    client.post(SIGN_UP, NEW)

    client.post(reverse("account_email_verification_sent"), {"code": "AAAAAA"})

    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_signing_up_again_with_a_known_address_tells_the_screen_nothing(client, cast):
    unknown = client.post(SIGN_UP, NEW)
    client.logout()
    known = client.post(SIGN_UP, NEW | {"email": cast.ada.email})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert "/account/" in known.headers["Location"]
    assert mail.outbox[-1].to == [cast.ada.email]
    assert "code" not in mail.outbox[-1].subject.lower()


@pytest.mark.parametrize("weak", ["short", "password123", "noor@school.example"])
def test_a_weak_password_is_refused(client, db, weak):
    client.post(SIGN_UP, NEW | {"password1": weak})

    assert not Person.objects.exists()


def test_ada_signs_in_with_a_password(client, cast):
    give_password(cast.ada)

    response = client.post(SIGN_IN, {"login": cast.ada.email, "password": NEW["password1"]})

    assert response.headers["Location"] == reverse("home")


def test_she_signs_in_with_any_verified_address(client, cast):
    give_password(cast.ada)
    EmailAddress.objects.create(user=cast.ada, email="ada@home.example", verified=True, primary=False)

    response = client.post(SIGN_IN, {"login": "ada@home.example", "password": NEW["password1"]})

    assert response.headers["Location"] == reverse("home")


def test_an_unknown_address_and_a_wrong_password_look_the_same(client, cast):
    give_password(cast.ada)

    def said(login):
        page = client.post(SIGN_IN, {"login": login, "password": "wrong and wrong"}).content.decode()
        return re.search(r"data-error-summary.*?</div>", page, re.DOTALL).group(0)

    assert said(cast.ada.email) == said("nobody@example.org")


def test_a_staff_role_without_a_second_factor_is_led_to_set_one_up(client, cast):
    give_password(cast.ben)
    client.post(SIGN_IN, {"login": cast.ben.email, "password": NEW["password1"]})

    assert client.get(reverse("inbox")).headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200

    TOTP.activate(cast.ben, new_secret())
    assert client.get(reverse("inbox")).status_code == 200


def test_what_was_written_before_a_second_factor_was_owed_is_given_back(client, cast):
    give_password(cast.ben)
    client.post(SIGN_IN, {"login": cast.ben.email, "password": NEW["password1"]})

    response = client.post(reverse("profile"), {"name": "Benjamin <b>Okafor</b>", "language": "en"})

    page = response.content.decode()
    assert response.status_code == 403
    assert "Benjamin &lt;b&gt;Okafor&lt;/b&gt;" in page
    assert f'href="{reverse("mfa_index")}"' in page
    cast.ben.refresh_from_db()
    assert cast.ben.name == "Ben Okafor", "nothing is taken before the second factor"
    assert client.post(reverse("profile"), {}).headers["Location"] == reverse("mfa_index")
    script = client.post(reverse("profile"), {"name": "Two words"}, headers={"accept": "application/json"})
    assert script.status_code == 302, "scripts keep the words themselves"


def test_a_form_from_elsewhere_is_not_shown_to_who_owes_a_second_factor(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ben)
    session = client.session
    session[SECOND_FACTOR_OWED] = True
    session.save()
    response = client.post(
        reverse("profile"), {"name": "Words of a stranger"}, headers={"origin": "https://evil.example"}
    )
    assert response.status_code == 403
    assert "Words of a stranger" not in response.content.decode()


def test_with_a_second_factor_the_password_alone_is_not_enough(client, cast):
    give_password(cast.ben)
    secret = new_secret()
    TOTP.activate(cast.ben, secret)

    response = client.post(SIGN_IN, {"login": cast.ben.email, "password": NEW["password1"]})

    assert response.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(cast.ben.pk)


def test_an_educator_may_do_without(client, cast):
    give_password(cast.ada)
    client.post(SIGN_IN, {"login": cast.ada.email, "password": NEW["password1"]})

    assert not Authenticator.objects.exists()
    assert client.get(reverse("inbox")).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
    ],
)
def test_the_ways_in_stand_in_our_layout(client, db, name):
    page = client.get(reverse(name)).content.decode()

    assert '<main id="main"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    "name", ["account_email", "account_logout", "mfa_index", "account_change_password", "mfa_add_webauthn"]
)
def test_so_does_the_account(client, cast, name):
    give_password(cast.ada)
    client.post(SIGN_IN, {"login": cast.ada.email, "password": NEW["password1"]})

    page = client.get(reverse(name), follow=True).content.decode()

    assert '<main id="main"' in page
    assert page.count("<h1") == 1


def test_a_person_reads_the_account_in_their_own_language(client, cast):
    update_profile(actor=cast.ada, name="Ada", time_zone="America/New_York", language="es")
    client.force_login(cast.ada)

    assert '<html lang="es"' in client.get(reverse("inbox")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["//[", "https://[", "\\\\["])
def test_what_is_no_address_leads_nowhere_after_signing_in(client, way):
    assert client.get("/account/login/", {"next": way}).status_code == 200
