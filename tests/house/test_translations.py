"""Everything people see is marked for translation, and has Spanish words that say the same."""

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from django.conf import settings

from tests import messages

CATALOGUE = messages.catalogue()
ENTRIES = [entry for entry in CATALOGUE if entry.id]

FIELD = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
MARKUP = re.compile(r"</?[a-z][^>]*>")
BREAK = re.compile(r"\n+")


def named(entry: Message) -> str:
    return messages.words_of(entry.id)[0]


def test_the_catalogue_holds_every_marked_message_and_none_that_is_gone():
    marked = {(context, singular, plural) for context, singular, plural in messages.gathered()}
    held = {(entry.context, *(entry.id if isinstance(entry.id, tuple) else (entry.id, None))) for entry in ENTRIES}

    assert sorted(map(str, marked - held)) == [], "run ./dev messages, then translate what it names"
    assert sorted(map(str, held - marked)) == [], "run ./dev messages, which takes them out"


def test_every_message_has_spanish_in_all_its_forms():
    short = [
        named(entry)
        for entry in ENTRIES
        if entry.fuzzy
        or not all(messages.words_of(entry.string))
        or (len(messages.words_of(entry.string)) != (CATALOGUE.num_plurals if isinstance(entry.id, tuple) else 1))
    ]

    assert short == []


@pytest.mark.parametrize("kept", [FIELD, MARKUP, BREAK], ids=["fields", "markup", "paragraphs"])
def test_the_spanish_keeps_what_is_no_word(kept: re.Pattern[str]):
    """Fields are filled and markup is trusted, so a translation has the same; a singular may say "one" in words."""
    broken = []
    for entry in ENTRIES:
        ids, strings = messages.words_of(entry.id), messages.words_of(entry.string)
        allowed = [sorted(kept.findall(said)) for said in ids]
        if any(sorted(kept.findall(string)) not in allowed for string in strings):
            broken.append(named(entry))

    assert broken == []


def test_the_spanish_is_written_with_typographic_quotes_and_keeps_spaces_at_its_ends():
    def ends(said: str) -> tuple[bool, bool]:
        return said[:1].isspace(), said[-1:].isspace()

    wrong = [
        named(entry)
        for entry in ENTRIES
        for string in messages.words_of(entry.string)
        if re.search("[\"«»']", MARKUP.sub("", string)) or ends(string) != ends(named(entry))
    ]

    assert wrong == []


def test_what_django_reads_is_compiled_from_the_catalogue_as_it_stands():
    with (settings.LOCALE_PATHS[0] / "es" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = {
            # Babel leaves contexts of compiled catalogues as bytes.
            (entry.context and entry.context.decode(), messages.words_of(entry.id)): messages.words_of(entry.string)
            for entry in read_mo(file)
        }

    stale = [
        named(entry)
        for entry in ENTRIES
        if compiled.get((entry.context, messages.words_of(entry.id))) != messages.words_of(entry.string)
    ]
    assert stale == [], "run ./dev setup"
