"""A quality framework as JSON."""

from typing import Any

import orjson
from django.utils.translation import gettext as _
from pydantic import ValidationError

from microcred.quality.framework_file.mending import sketched, words_of
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
        sketch = sketched(loaded)
        told = [Trouble(*_spot(each["loc"]), words_of(each)) for each in error.errors()]
        told += troubles_of(sketch) if sketch else ()
        return Reading(None, tuple(told), sketch)
    troubles = tuple(troubles_of(document))
    return Reading(None if troubles else document, troubles, document)


def _spot(loc: tuple[Any, ...]) -> tuple[int | None, Words]:
    """The place of an error in words."""
    match loc:
        case ("standards", int(standard), "components", int(component), *_rest):
            return spot_in_words(standard, component)
        case ("standards", int(standard), *_rest):
            return spot_in_words(standard, None)
        case _:
            return spot_in_words(None, None)
