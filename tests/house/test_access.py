"""The access matrix: every URL, every method, every role, in one's own organization and in another."""

import re
import uuid

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from microcred.foundation import errors, middleware
from microcred.foundation.methods import allowed_methods, says_of
from tests.house.access_table import EVERYONE, MIRROR_AT_ONCE, SIGNED_IN, VISITOR, Door, doors

FIRST_CHANCE = "/account/"
"""Where a visitor is sent to sign in."""


def all_url_names():
    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            elif isinstance(pattern, URLPattern):
                yield pattern.name or f"(unnamed) {pattern.pattern}"

    return sorted(set(walk(get_resolver().url_patterns)))


TABLE = list(doors())


def test_every_address_stands_in_a_table():
    known = {door.name for door in TABLE}
    assert [name for name in all_url_names() if name not in known] == []


def test_no_table_speaks_of_an_address_that_is_gone():
    assert sorted({door.name for door in TABLE} - set(all_url_names())) == []


@pytest.fixture(scope="module")
def sessions(story) -> dict[str, str]:
    """The session of everybody, who sign in once: what a door does to a session is undone with the rest."""
    begun = {}
    for who in sorted(SIGNED_IN | {MIRROR_AT_ONCE}):
        client = Client()
        client.force_login(story.person(who))
        begun[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return begun


@pytest.fixture
def plain_error_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages that say 404 and 405, of which a matrix gets thousands, say only that, and are not put together."""

    def plainly(request, template, *args, status=None, **kwargs):
        told = status in (404, 405)
        return HttpResponse(status=status) if told else render(request, template, *args, status=status, **kwargs)

    for module in (errors, middleware):
        monkeypatch.setattr(module, "render", plainly)


def fresh_client() -> Client:
    """A client whose earlier attempts at the sign-in page, by whomever, are forgotten."""
    cache.clear()
    return Client(raise_request_exception=False)


def address_of(world, door: Door) -> str:
    """Where a door is. What it leads to is made, where the story does not tell of it, and stays for the module."""
    return reverse(door.name, kwargs=door.arguments(world))


def knock(world, door: Door, who: str, sessions: dict[str, str], *, address: str = ""):
    """Open a door as somebody, and undo whatever happened behind it."""
    client = fresh_client()
    if who != VISITOR:
        client.cookies[settings.SESSION_COOKIE_NAME] = sessions[who]
    address = address or address_of(world, door)
    with transaction.atomic():
        response = (
            client.generic(door.method, address)
            if door.method not in ("GET", "POST", "HEAD")
            else (client.post(address, door.body(world)) if door.method == "POST" else client.get(address))
        )
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def asked_to_sign_in(response) -> bool:
    """The answer to a form of a visitor: the same at every address, before anything is looked for."""
    return response.status_code == 403 and "signed_out_form.html" in [used.name for used in response.templates]


def let_through(response) -> bool:
    if response.status_code in (404, 405) or asked_to_sign_in(response):
        return False
    sent_to_sign_in = response.status_code == 302 and response["Location"].startswith("/account/login/")
    return not sent_to_sign_in


@pytest.mark.every_page
@pytest.mark.parametrize("door", TABLE, ids=str)
@pytest.mark.usefixtures("plain_error_pages")
def test_who_gets_through(door: Door, story, sessions):
    wrong, address = [], address_of(story, door)
    for who in sorted(door.asked):
        response = knock(story, door, who, sessions, address=address)
        if response.status_code >= 500:
            wrong.append(f"{who}: the server broke ({response.status_code})")
        elif response.status_code == 403 and not (who == VISITOR and asked_to_sign_in(response)):
            wrong.append(f"{who}: 403 tells that something is there")
        elif let_through(response) != (who in door.may):
            expected = "is let through" if who in door.may else "is kept out"
            wrong.append(f"{who}: {response.status_code}, but {expected}")
    assert wrong == []


@pytest.mark.every_page
@pytest.mark.parametrize("who", sorted(EVERYONE))
def test_everybody_is_told_on_a_page_of_their_own(who: str, sessions):
    """What the matrix leaves out: the pages of 404 and 405, with the head that each of them has on every page."""
    client = fresh_client()
    if who != VISITOR:
        client.cookies[settings.SESSION_COOKIE_NAME] = sessions[who]
    for response, status in ((client.get("/nowhere/"), 404), (client.delete("/"), 405)):
        assert response.status_code == status
        assert f"{status}.html" in [used.name for used in response.templates]


@pytest.mark.every_page
@pytest.mark.parametrize("door", [door for door in TABLE if door.method == "GET"], ids=str)
def test_not_yours_and_not_there_look_the_same(door: Door, story, sessions):
    """A stranger's answer for a thing that is there equals the answer for a thing that never was."""
    arguments = door.arguments(story)
    if "gus" in door.may or not any(isinstance(value, uuid.UUID) for value in arguments.values()):
        return
    nowhere = Door(
        door.name,
        door.method,
        door.may,
        lambda world: {
            key: uuid.uuid4() if isinstance(value, uuid.UUID) else value for key, value in arguments.items()
        },
    )
    there, not_there = knock(story, door, "gus", sessions), knock(story, nowhere, "gus", sessions)
    assert there.status_code == not_there.status_code
    assert there.status_code in (404, 405)  # 405 is said before anything is looked for
    assert _plain(there.content) == _plain(not_there.content)


CHOOSES_ITS_VIEW_LATE = {"account_email_verification_sent"}
"""The library's function that hands on to one of two views, and says nothing of methods itself."""


@pytest.mark.every_page
@pytest.mark.parametrize("name", sorted({door.name for door in TABLE} - CHOOSES_ITS_VIEW_LATE))
@pytest.mark.usefixtures("plain_error_pages")
def test_a_wrong_method_is_said_before_anything_else(name: str, story, sessions):
    """Whatever else is wrong with the request: no token, no body, a body that is not what it says."""
    door = next(door for door in TABLE if door.name == name)
    address = reverse(name, kwargs=door.arguments(story))
    allowed = allowed_methods(resolve(address).func)
    assert allowed is not None, f"{name} does not say which methods it answers to: see foundation.methods"
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions["ada"]
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"} - set(allowed):
        for body in ({}, {"data": b'{"a":', "content_type": "application/json"}):
            answer = client.generic(method, address, **body)
            assert (answer.status_code, set(answer["Allow"].split(", "))) == (405, set(allowed)), (method, body)


@pytest.mark.every_page
@pytest.mark.parametrize("name", sorted({door.name for door in TABLE}))
def test_malformed_json_gets_a_clear_answer(name: str, story, sessions):
    door = next(door for door in TABLE if door.name == name)
    address = reverse(name, kwargs=door.arguments(story))
    client = fresh_client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions["ada"]
    for method in {"POST", "PUT", "PATCH", "DELETE"} & set(allowed_methods(resolve(address).func) or ()):
        answer = client.generic(method, address, data=b'{"a":', content_type="application/json")
        assert answer.status_code == 400
        said = answer.json()
        # some standards have a way of their own to say it
        words = said["imsx_description"] if says_of(resolve(address).func) else said["detail"]
        assert "cannot be read as JSON" in words


def _plain(body: bytes) -> bytes:
    """A page without what differs from one answer to the next: the masked form token."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body)
