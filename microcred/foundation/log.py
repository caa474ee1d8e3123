"""Log lines as JSON, each with the identifier of the request. Identifiers only: no people's text, no secrets."""

import json
import logging
import re
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")


_SECRET = re.compile(
    r"(?<=/)(?![0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-]))(?=[^/\s]*[0-9A-Z])[\w.:=~-]{16,}(?=[/\s?\"']|$)"
)
"""A part of an address that may be a secret (an invitation, an offer, a key to a new password): long, and neither an
identifier nor made of words alone."""


def without_secrets(message: str) -> str:
    """A log message with the secrets in its addresses taken out."""
    return _SECRET.sub("…", message)


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
            line["traceback"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
