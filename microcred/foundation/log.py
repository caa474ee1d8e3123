"""Log lines as JSON, each with the identifier of the request. Identifiers only: no people's text, no secrets."""

import json
import logging
import re
import traceback
from contextvars import ContextVar

LONGEST_MESSAGE = 300
"""characters of the message of an error"""

request_id: ContextVar[str] = ContextVar("request_id", default="")


_SECRET = re.compile(
    r"(?<=/)(?![0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-]))(?=[^/\s]*[0-9A-Z])[\w.:=~-]{16,}(?=[/\s?\"']|$)"
)
"""A part of an address that may be a secret (an invitation, an offer, a key to a new password): long, and neither an
identifier nor made of words alone."""


def without_secrets(message: str) -> str:
    """A log message with the secrets in its addresses taken out."""
    return _SECRET.sub("…", message)


_QUOTED = re.compile(r"""(?:[“"]|(?<!\w)'|\{).*""", re.DOTALL)
"""From the first quotation mark on: where what is quoted ends, cannot be told, for it may hold marks itself."""
_OF_CODE = (AttributeError, NameError, ImportError)
"""What these quote are names of the program."""


def told(error: BaseException) -> str:
    """A traceback without what people wrote, oldest cause first.

    Messages of errors quote what they are about: PostgreSQL the line and the row, pydantic the input, Python the value.
    What is left of each is its kind, the first line of its message up to what it quotes, and what a database says in
    names of its own: the state and the constraint.
    """
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in chain:
        chain.append(each)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    parts = []
    for each in reversed(chain):
        frames = "".join(traceback.format_list(traceback.extract_tb(each.__traceback__)))
        kind = f"{type(each).__module__}.{type(each).__qualname__}"
        constraint = getattr(getattr(each, "diag", None), "constraint_name", None)
        facts = filter(None, (getattr(each, "sqlstate", None), constraint))
        parts.append(f"{frames}{' '.join((f'{kind}:', *facts, _without_words(each)))}")
    return "\n".join(parts)


def _without_words(error: BaseException) -> str:
    message = str(error) if isinstance(error, _OF_CODE) else _QUOTED.sub("…", str(error))
    return next(iter(message.splitlines()), "")[:LONGEST_MESSAGE]


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request and, for errors, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            # Django speaks of a refused request when its answer is on its way, outside of what is around requests.
            "request": request_id.get() or getattr(getattr(record, "request", None), "id", ""),
        }
        if record.exc_info:
            error = record.exc_info[1]
            line["traceback"] = without_secrets(told(error)) if error is not None else ""
        return json.dumps(line, ensure_ascii=False)
