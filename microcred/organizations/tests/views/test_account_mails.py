"""The mails about accounts: in our words, for whom the server speaks, in the reader's language."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core import mail
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from microcred.foundation.clock import now

SIGN_UP, SIGN_IN = reverse("account_signup"), reverse("account_login")
NOOR = {"name": "Noor Haidari", "email": "noor@school.example", "password1": "seventeen yellow kayaks"}

NEVER_SENT = {"account/email/login_code", "account/email/password_reset_code", "account/email/email_confirm"}
"""Mails of ways in that are not open here."""
LIBRARY = Path(allauth.__file__).parent
SENT = sorted(
    {
        f"{app}/email/{file.name.removesuffix('_subject.txt')}"
        for app in ("account", "mfa")
        for file in (LIBRARY / "templates" / app / "email").glob("*_subject.txt")
    }
    - NEVER_SENT
)


@pytest.fixture(autouse=True)
def a_server_with_a_name(settings):
    settings.TENANT_NAME = "Palmetto Learning"


def test_noor_gets_her_code_from_those_she_signed_up_with(client, db):
    client.post(SIGN_UP, NOOR)

    [message] = mail.outbox
    assert message.subject == "Your code for Palmetto Learning"
    assert re.search(r"^[A-Z0-9-]{6,9}$", message.body, re.MULTILINE)
    assert "15 minutes" in message.body
    assert "user" not in message.body


def test_in_spanish_when_she_reads_spanish(client, db):
    client.post(SIGN_UP, NOOR, headers={"Accept-Language": "es"})

    [message] = mail.outbox
    assert message.subject == "Su código para Palmetto Learning"


def test_who_has_an_account_is_told_so_by_mail_alone(client, cast):
    client.post(SIGN_UP, NOOR | {"email": cast.ada.email})

    [message] = mail.outbox
    assert message.subject == "You have an account at Palmetto Learning already"
    assert reverse("account_reset_password") in message.body


def test_an_unknown_address_that_asks_for_a_password_is_told_what_to_try(client, db):
    client.post(reverse("account_reset_password"), {"email": "nobody@school.example"})

    [message] = mail.outbox
    assert message.subject == "There is no account at Palmetto Learning with this address"
    assert SIGN_UP in message.body


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("prefix", SENT)
def test_every_mail_that_can_leave_is_ours_in_each_language(rf, cast, prefix, language):
    for part in ("subject", "message"):
        path = f"{prefix.replace('_signup', '')}_{part}.txt"
        assert not Path(get_template(path).origin.name).is_relative_to(LIBRARY), f"{path} is the library's own"

    with context.request_context(rf.get("/")), translation.override(language):
        facts = {"timestamp": now(), "ip": "192.0.2.7", "code": "ABC-123", "user": cast.ada}
        get_adapter().send_mail(prefix, cast.ada.email, facts)

    [message] = mail.outbox
    assert "Palmetto Learning" in message.subject + message.body
    assert message.body.startswith("Hello," if language == "en" else "Hola:")


def test_the_right_address_with_a_wrong_password_is_said_as_what_it_is(client, cast):
    page = client.post(SIGN_IN, {"login": cast.ada.email, "password": "wrong and wrong"}).content.decode()

    said = re.search(r"data-error-summary.*?</div>", page, re.DOTALL).group(0)
    assert "You are not signed in yet" in said
    assert "The e-mail address or the password is not right." in said
