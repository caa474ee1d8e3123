"""Who reads in which language: as a visitor's browser asks, as a person chose; what they are told is in theirs too."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, override

from microcred.foundation.refusals import NotAllowed
from microcred.notices.operations import tell
from microcred.organizations.operations import choose_language


def opened(client, name: str, accepts: str = "en"):
    response = client.get(reverse(name), headers={"accept-language": accepts})
    return response, response.content.decode()


@pytest.mark.parametrize(
    ("accepts", "language"), [("es-MX,es;q=0.9,en;q=0.5", "es"), ("en-US", "en"), ("fr,es;q=0.3", "es"), ("zu", "en")]
)
def test_a_visitor_reads_what_the_browser_asks_for(client, db, accepts, language):
    response, page = opened(client, "front_page", accepts)

    assert f'<html lang="{language}"' in page
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]


def test_a_visitor_who_chose_reads_that_whatever_the_browser_asks_for(client, db):
    client.post(reverse("set_language"), {"language": "es"})

    assert "Iniciar sesión" in opened(client, "front_page", "en")[1]


def test_a_person_reads_what_they_chose_whatever_the_browser_asks_for(client, cast):
    choose_language(actor=cast.ada, language="es")
    client.force_login(cast.ada)

    assert '<html lang="es"' in opened(client, "inbox", "en")[1]


def told_of_a_seat(cast):
    words = format_lazy(gettext_lazy("You have a seat in {program}"), program="ENGAGE")
    return tell(actor=None, person=cast.ada, kind="seat", subject=words, body=words, path="", key="s", at=cast.at)


def test_a_notice_is_read_in_the_language_of_the_day_and_mailed_in_the_persons_own(client, cast):
    notice = told_of_a_seat(cast)
    client.force_login(cast.ada)
    assert "You have a seat in ENGAGE" in opened(client, "inbox")[1]

    choose_language(actor=cast.ada, language="es")

    page = opened(client, "inbox")[1]
    assert "Tiene un cupo en ENGAGE" in page
    assert "You have a seat" not in page
    assert notice.words("es") == ("Tiene un cupo en ENGAGE", "Tiene un cupo en ENGAGE")


def test_the_mail_around_a_notice_speaks_its_language(cast):
    with override("es"):
        text = render_to_string("notices/mail.txt", {"name": "Ada", "body": "…", "address": "", "inbox": "/inbox/"})

    assert text.startswith("Hola, Ada:")
    assert "Todos sus avisos" in text


def test_a_refusal_speaks_the_language_of_whoever_is_refused():
    with override("es"):
        assert str(NotAllowed()).startswith("Usted puede ver esto")
    with override("en"):
        assert str(NotAllowed()).startswith("You can see this")
