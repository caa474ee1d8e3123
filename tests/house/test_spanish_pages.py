"""Pages in Spanish: whatever reads the same in English is somebody's own words, a name, or a word of both languages.

Every page of the access table is opened twice by somebody who gets through, in English and in Spanish. So an unmarked
word is found as well as one that was looked up too early.
"""

import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from microcred.organizations.models import Person
from microcred.portfolios.languages import OWN_NAMES
from microcred.recognition.layouts import layouts
from microcred.recognition.policies import published
from tests import messages
from tests.house.access_table import VISITOR, Door, doors

pytestmark = pytest.mark.every_page

TOLD_TO_READERS = {"notices_notice", "recognition_recognition"}
"""Tables whose words are ours: they count for nobody's own."""

NO_PAGES = {"style", "demo_mail", "statements", "statement"}
"""The page of components speaks of itself with samples; a mail is in the language of whoever got it; statements are
worded, and shown, in both languages beside each other."""

OF_BOTH = re.compile(
    r"Microcred|CarolinaCrED|Open Badges \d\.\d|English|Español|PDF|JSON|PNG|SVG|SHA-256|DID|RFC \d+|Ed25519|Kappa|UTC|"
    r"E[SD]T|MB|bytes|Digital Promise|"
    r"\{\w+\}|urn:uuid:|did:\w+:|https?://\S+|[\w.+-]+@[\w.-]+|\b[0-9a-f]{8,}\b|\b[0-9A-Z]{3,}-[0-9A-Z-]+\b"
)
PARTS = re.compile(r" ·| → | › |: |, |…|[()“”]|^\d+\.? | \d+(?:\.\d+)?$")
"""Between these, pages put together what different people wrote."""

BUSIEST = ("ada", "ben", "omar", "lena", "elena", "cora")
"""Who has most to read: of those who get through, the first of them opens the page."""

UNREAD = ("script", "style", "code", "textarea")
"""What is for programs, or for the people who make them; and what somebody writes, be it in a notation."""

COMPARED = "diff-text"
"""The class of two texts set beside each other word by word: a piece of somebody's words may be a word of ours."""

SEEN = ("title", "aria-label", "alt", "placeholder", "content", "label")


KEYS = ("-url", "-row", "-sum", "-shown", "-writes")
"""How attributes of templates end by which scripts find them; others hold words to be shown."""


class Words(HTMLParser):
    """What a page says, node by node, attributes that are read out included."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0
        self.compared = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in UNREAD
        if COMPARED in (dict(attrs).get("class") or "").split():
            self.compared = tag
        for name, value in attrs:
            read_out = name in SEEN or (tag == "template" and name.startswith("data-") and not name.endswith(KEYS))
            if value and read_out and tag != "meta":
                self.said.append(value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in UNREAD
        if tag == self.compared:
            self.compared = ""

    def handle_data(self, data: str) -> None:
        if not self.silent and not self.compared:
            self.said.append(data)


def words_of(page: str) -> set[str]:
    parser = Words()
    parser.feed(page)
    said = (" ".join(html.unescape(node).split()) for node in parser.said)
    return {node for node in said if spoken(node)}


def spoken(node: str) -> bool:
    """Whether there are words in it, beside names and signs that both languages share."""
    return bool(re.search(r"[^\W\d_]{2,}", OF_BOTH.sub("", node)))


@pytest.fixture(scope="module")
def own_words(story) -> set[str]:
    """Everything that people wrote, as it stands in the tables once every page has what it shows."""
    for door in doors():
        door.arguments(story)
    found = {zone.replace("_", " ") for zone in available_timezones()} | set(OWN_NAMES.values())

    def take(value) -> None:
        if isinstance(value, str):
            found.add(" ".join(value.split()))
        elif isinstance(value, dict):
            for part in value.values():
                take(part)
        elif isinstance(value, list):
            for part in value:
                take(part)

    # Example policies come as files; what they say is their jurisdictions' own words all the same.
    for policy in published():
        take(policy.model_dump(mode="json"))
    # So do the layouts of files.
    for layout in layouts().values():
        take([layout.name, layout.source])
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model.__module__.startswith("microcred.") and model._meta.db_table not in TOLD_TO_READERS:
                cursor.execute(f'SELECT to_jsonb(t) FROM "{model._meta.db_table}" t')
                for (row,) in cursor.fetchall():
                    take(json.loads(row) if isinstance(row, str) else row)
    return found


class OurWords(NamedTuple):
    """What the catalogue says of our own words. Read once: it is long."""

    of_both: set[str]
    """that read the same in both languages"""
    ours: set[str]
    """as they stand in the code"""


@pytest.fixture(scope="module")
def our_words() -> OurWords:
    entries = list(messages.catalogue())
    of_both = {text for entry in entries if entry.id == entry.string for text in messages.words_of(entry.id)}
    return OurWords(of_both, {messages.words_of(entry.id)[0] for entry in entries})


@pytest.fixture(scope="module")
def everything(own_words) -> str:
    """All that people wrote as one text, in small letters, to find pieces in."""
    return "\n".join(own_words).lower()


def opened(story, door: Door, who: str, language: str):
    cache.clear()
    client = Client(raise_request_exception=True, headers={"accept-language": language})
    with transaction.atomic():
        if who != VISITOR:
            Person.objects.filter(pk=story.person(who).pk).update(language=language)
            client.force_login(Person.objects.get(pk=story.person(who).pk))
        response = client.get(reverse(door.name, kwargs=door.arguments(story)), follow=True)
        transaction.set_rollback(True)
    return response


def pages() -> Iterator[tuple[Door, str]]:
    for door in doors():
        if door.method != "GET" or door.name in NO_PAGES or not door.may:
            continue
        busiest = [who for who in BUSIEST if who in door.may] or sorted(door.may)
        for who in sorted(door.may) if door.name == "home" else busiest[:1]:
            yield door, who


@pytest.mark.parametrize(("door", "who"), list(pages()), ids=lambda part: str(part).removeprefix("GET "))
def test_what_reads_the_same_in_both_languages_is_no_word_of_ours(
    door: Door, who: str, story, own_words, everything, our_words
):
    spanish = opened(story, door, who, "es")
    if spanish.streaming or not spanish.headers["Content-Type"].startswith("text/html"):
        return
    english = opened(story, door, who, "en")
    page = spanish.content.decode()

    assert "<html" not in page or '<html lang="es"' in page
    assert spanish.headers["Content-Language"] == "es"
    same = words_of(page) & words_of(english.content.decode())
    both, ours = our_words
    # A whole sentence of somebody's is not taken apart: a piece of it may be a word of ours.
    nodes = {node for node in same - own_words if node in ours or node.rstrip(" …").lower() not in everything}
    left = {part for node in nodes for part in map(str.strip, PARTS.split(node)) if spoken(part)} - both - own_words
    assert sorted(part for part in left if part in ours or part.lower() not in everything) == []
