"""A quality framework as JSON."""

from typing import Any

import orjson
from django.utils.translation import gettext as _
from pydantic import ValidationError

from microcred.quality.framework_file.shape import (
    LONGEST_FILE,
    FrameworkText,
    Reading,
    Trouble,
    Words,
    spot_in_words,
    troubles_of,
)


def write_json(document: FrameworkText) -> bytes:
    """The file: indented, for people to read and compare."""
    return orjson.dumps(document.model_dump(mode="json"), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_json(content: bytes) -> Reading:
    """Read a file. Whatever is the matter with it is told, all at once."""
    if len(content) > LONGEST_FILE:
        return Reading(None, (Trouble(None, _("The file"), _("It is larger than a framework can be.")),))
    try:
        loaded = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        where = _("Line {line}").format(line=error.lineno)
        return Reading(None, (Trouble(error.lineno, where, _("This is not JSON: {words}").format(words=error.msg)),))
    try:
        # Python's lists and strings are what JSON has for tuples and enumerations.
        document = FrameworkText.model_validate(loaded)
    except ValidationError as error:
        return Reading(None, tuple(Trouble(*_spot(each["loc"]), each["msg"]) for each in error.errors()))
    troubles = tuple(troubles_of(document))
    return Reading(None if troubles else document, troubles)


def _spot(loc: tuple[Any, ...]) -> tuple[int | None, Words]:
    """The place of an error in words, with the name of the field."""
    match loc:
        case ("standards", int(standard), "components", int(component), *rest):
            row, words = spot_in_words(standard, component)
        case ("standards", int(standard), *rest):
            row, words = spot_in_words(standard, None)
        case _:
            (row, words), rest = spot_in_words(None, None), list(loc)
    names = ".".join(str(part) for part in rest)
    return row, f"{words}: {names}" if names else words
