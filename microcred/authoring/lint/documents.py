"""The designs in a file's bytes, as plain values: YAML or JSON, one or several, bare or wrapped. Pure.

Every value is kept as the words that stand there. What makes a file unreadable is said in a sentence for its author.
"""

import codecs
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from microcred.catalog.design import Design

LARGEST = 2_000_000
"""Bytes of a file that are read; the longest design of the demonstration has 18,000."""

DEEPEST = 40
"""Values within each other; a design has seven. The parser itself would fall over at some ten thousand."""

FIELDS = frozenset(Design.model_fields)


class Unreadable(Exception):
    """The file holds no design: it cannot be opened, is no YAML, or has none of a design's fields. Says why."""


class NoDesign(Unreadable):
    """It can be read, and is something else than a design."""


@dataclass(frozen=True)
class Document:
    """One design as it is written, and the fields that stand there twice.

    Attributes:
        value: Texts, lists and mappings.
        twice: Paths of fields that stand in one place twice, with the line of the second; YAML keeps only that.
    """

    value: dict[Any, Any]
    twice: tuple[tuple[str, int], ...] = ()


def documents(content: bytes) -> list[Document]:
    """The designs of a file, of which it can hold several.

    Raises:
        Unreadable: there is no design in it.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"It has more than {LARGEST:,} bytes, and a design has fewer.")
    text = _text(content)
    try:
        _refuse_depth(text)
        read = list(_read(text))
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_in_words(error)) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(f"It is neither YAML nor JSON: {_one_line(str(error))}.") from error
    if not read:
        raise Unreadable("It is empty.")
    return [design for value, twice in read for design in _designs(value, twice)]


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Beginnings of files that name their encoding (YAML 1.2.2, section 5.2)."""

_OTHER_FILES = (
    (b"PK\x03\x04", "It is a zip file, as Word and Excel write them"),
    (b"%PDF", "It is a PDF file"),
    (b"\xd0\xcf\x11\xe0", "It is a file of an old Office program"),
    (b"{\\rtf", "It is a file of a word processor (RTF)"),
    (b"\x1f\x8b", "It is a compressed file"),
    (b"\x89PNG", "It is a picture"),
    (b"\xff\xd8\xff", "It is a picture"),
)


def _text(content: bytes) -> str:
    for beginning, what in _OTHER_FILES:
        if content.startswith(beginning):
            raise Unreadable(f"{what}, not text. Write the design as YAML or JSON text.")
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise Unreadable("It begins as UTF-16 or UTF-32 and is neither. Save it as UTF-8.") from error
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"It is not UTF-8 text: line {line} holds a byte that is none of any letter. Save it as UTF-8."
        ) from error
    strange = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        raise Unreadable(
            f"It is not text: line {line} holds the character U+{ord(strange[0]):04X}, which nobody can see or print."
        )
    return text


_BaseLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _refuse_depth(text: str) -> None:
    """Refuse values within values without end, before a parser follows them until its stack is full."""
    depth = 0
    for event in yaml.parse(text, Loader=_BaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                line = event.start_mark.line + 1 if event.start_mark else 0
                raise Unreadable(
                    f"At line {line}, more than {DEEPEST} values stand within each other; a design has seven."
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _read(text: str) -> Iterator[tuple[Any, tuple[tuple[str, int], ...]]]:
    """The documents of a file that are not empty. Every value is the text that stands there; `no` is a word."""
    loader = _BaseLoader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            value = loader.construct_document(node)
            if value not in (None, "", "~", "null"):
                yield value, tuple(_twice(node, "", set()))
    finally:
        loader.dispose()


def _twice(node: yaml.Node, at: str, seen: set[int]) -> Iterator[tuple[str, int]]:
    """Fields that stand twice in one place. References are followed once."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for name, value in node.value:
            if isinstance(name, yaml.ScalarNode):
                path = f"{at}{name.value}"
                if name.value in names:
                    yield path, name.start_mark.line + 1
                names.add(name.value)
                yield from _twice(value, f"{path}.", seen)
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield from _twice(value, f"{at}{place}.", seen)


def _designs(value: Any, twice: tuple[tuple[str, int], ...]) -> Iterator[Document]:
    """The designs of one document: itself, those of a list, or one or more within a field."""
    if isinstance(value, dict) and _is_design(value):
        yield Document(value, twice)
        return
    inner = list(value.values()) if isinstance(value, dict) else [value]
    if isinstance(value, dict) and len(value) == 1 and isinstance(inner[0], dict):
        if not _is_design(inner[0]):
            raise NoDesign(_none_of(inner[0]))
        yield Document(inner[0], tuple((path.partition(".")[2], line) for path, line in twice))
        return
    whole = [one for one in inner if isinstance(one, dict) and len(_known(one)) >= ENOUGH_FIELDS]
    listed = [
        one for many in inner if isinstance(many, list) for one in many if isinstance(one, dict) and _is_design(one)
    ]
    in_a_list = isinstance(value, list) or any(len(_known(one)) >= ENOUGH_FIELDS for one in listed)
    if found := whole or (listed if in_a_list else []):
        yield from map(Document, found)
    elif isinstance(value, dict):
        raise NoDesign(_none_of(value))
    else:
        raise NoDesign("It holds a list or a single text; a design has fields with names, such as “competency: …”.")


ENOUGH_FIELDS = 3
"""Fields of a design by which one is known within something else; lists of people have a `name` and `language` too."""


def meant(name: str) -> str:
    """A field's name as a design would write it: `keyMethod`, `Key-Method` and `key method` are all `key_method`."""
    return re.sub(r"[\s_-]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())).lower()


def _known(value: dict[Any, Any]) -> frozenset[str]:
    return FIELDS & {meant(str(name)) for name in value}


def _is_design(value: dict[Any, Any]) -> bool:
    return bool(_known(value))


def _none_of(value: dict[Any, Any]) -> str:
    known = ", ".join(itertools.islice(Design.model_fields, 8))
    theirs = ", ".join(str(name) for name in itertools.islice(value, 4))
    return f"It is not a design: it has {theirs or 'no fields'}, and none of a design's fields ({known}, …)."


_HINTS = (
    ("mapping values are not allowed", "Put a text that holds a colon into quotation marks."),
    (
        "cannot start any token",
        "Indent with blanks, not tabs, and put a text that begins with %, @ or ` into quotation marks.",
    ),
    (
        "expected ',' or",
        "In brackets and braces, put a text with a comma or colon into quotation marks, and close what is opened.",
    ),
    (
        "expected <block end>",
        "Fields of one place begin in one column; a text with quotation marks within has to be quoted whole.",
    ),
    ("could not find expected ':'", "A field needs a colon and a blank behind its name."),
    ("unexpected end of stream", "A quotation mark or bracket is opened and never closed; perhaps the end is missing."),
    ("undefined alias", "A text that begins with * has to stand in quotation marks."),
    ("unconstructable recursive", "A value refers to itself; write out what is meant."),
)
"""What most often lies behind what the parser says."""


def _in_words(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    said = _one_line(str(error.problem or error.context))
    hint = next((hint for words, hint in _HINTS if words in said), "")
    return f"It is neither YAML nor JSON{where}: {said}. {hint}".rstrip()


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
