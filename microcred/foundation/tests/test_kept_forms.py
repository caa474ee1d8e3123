"""When a browser is told to forget what it kept of a form."""

import uuid

import pytest
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.http import HttpResponseRedirect
from django.test import Client
from django.urls import reverse

from microcred.foundation.kept_forms import FORGET_COOKIE, MOST, ForgetKeptForms, seal_for
from microcred.foundation.refusals import say_refused

pytestmark = pytest.mark.django_db
PROFILE = "profile"


@pytest.fixture
def ada(cast, client: Client) -> Client:
    client.force_login(cast.ada)
    return client


def send(client: Client, name: str, /, **said: str):
    kept = str(uuid.uuid4())
    return kept, client.post(reverse(name), {"kept": kept, **said})


def test_what_was_taken_in_is_forgotten(ada):
    kept, answer = send(ada, "set_language", language="es")
    assert answer.status_code == 302
    assert answer.cookies[FORGET_COOKIE].value == kept
    assert not answer.cookies[FORGET_COOKIE]["httponly"], "it is for the page's own script"


def test_a_form_that_comes_back_with_what_is_wrong_stays_kept(ada):
    _kept, answer = send(ada, PROFILE, name="", time_zone="Nowhere/At all")
    assert answer.status_code in (200, 422)
    assert FORGET_COOKIE not in answer.cookies
    assert "data-answers-form" in answer.content.decode()


def test_a_form_that_meets_the_sign_in_page_stays_kept(client):
    _kept, answer = send(client, PROFILE, name="Ada Okafor of the long road")
    assert answer.status_code in (302, 403)
    assert FORGET_COOKIE not in answer.cookies


@pytest.mark.parametrize(("refused", "forgotten"), [(True, False), (False, True)])
def test_a_view_says_itself_that_it_took_nothing_in(rf, cast, refused, forgotten):
    """A warning beside something that was taken in is none, and needs no look at what waits to be read."""

    def view(request):
        messages.warning(request, "It is genuine, but names another address.")
        if refused:
            say_refused(request, "It was taken back meanwhile.")
        return HttpResponseRedirect("/my-work/")

    request = rf.post("/", {"kept": str(uuid.uuid4())})
    request.user, request.session = cast.ada, {}
    request._messages = default_storage(request)

    answer = ForgetKeptForms(view)(request)

    assert (FORGET_COOKIE in answer.cookies) is forgotten


def test_nothing_but_names_of_what_is_kept_goes_into_the_cookie(ada):
    answer = ada.post(reverse("set_language"), {"language": "es", "kept": "x; path=/; domain=elsewhere.example"})
    assert FORGET_COOKIE not in answer.cookies


def test_what_no_page_took_out_yet_stands_beside_what_comes_next(ada):
    first, _answer = send(ada, "set_language", language="es")
    for _time in range(MOST):
        last, answer = send(ada, "set_language", language="en")
        names = answer.cookies[FORGET_COOKIE].value.split(".")
    assert len(names) == MOST
    assert names[-1] == last
    assert first not in names


def test_who_signs_out_leaves_nothing_behind(ada, cast):
    answer = ada.post(reverse("account_logout"))
    assert answer.cookies[FORGET_COOKIE].value == str(cast.ada.pk)


def test_each_person_has_a_key_and_a_visitor_none(ada, cast, client):
    assert seal_for(cast.ada) != seal_for(cast.ben)
    assert seal_for(cast.ada) in ada.get(reverse("goals")).content.decode()
    assert "data-seal" not in Client().get("/").content.decode()
