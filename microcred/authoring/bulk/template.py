"""The spreadsheet in which several micro-credentials are drafted at once, one sheet for each kind of row.

The first column of every sheet, `micro-credential`, is a short name that ties the rows of one design together.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.foundation.spreadsheets import Table, write_book

KEY = "micro-credential"

SHEETS: dict[str, dict[str, tuple[int, str | Promise]]] = {
    "Micro-credentials": {
        KEY: (18, _("A short name of your own that ties the sheets together, e.g. circles")),
        "name": (28, _("What educators will read")),
        "stack": (24, _("The topic area it belongs to")),
        "audience": (28, _("With commas between")),
        "hours": (8, _("Hours of work to expect, a whole number")),
        "language": (10, _("en or es")),
        "competency": (50, _("What the educator can do, in one sentence")),
        "key method": (50, _("How it is done, in one sentence")),
        "rationale": (60, _("Why it matters; Markdown")),
        "research note": (40, _("Where no openly available research could be confirmed, say so")),
        "tags": (28, _("With commas between")),
    },
    "Components": {
        KEY: (18, ""),
        "name": (28, _("A step of the method")),
        "text": (70, _("What one does")),
    },
    "Research": {
        KEY: (18, ""),
        "citation": (60, _("In full")),
        "url": (40, _("Where it can be read")),
        "note": (40, _("What it shows")),
        "confirmed": (40, _("Where you confirmed that it exists")),
    },
    "Resources": {
        KEY: (18, ""),
        "title": (40, ""),
        "url": (40, ""),
        "note": (40, _("What it is good for")),
    },
    "Requirements": {
        KEY: (18, ""),
        "id": (16, _("A short name, e.g. plan")),
        "part": (8, _("1 questions, 2 artifacts, 3 reflection")),
        "prompt": (60, _("What is asked")),
        "guidance": (60, ""),
        "word limit": (10, _("For questions and reflections")),
        "accepts": (28, _("For artifacts: document, image, audio, video, link")),
        "judged by": (28, _("The short names of its criteria, with commas between")),
    },
    "Criteria": {
        KEY: (18, ""),
        "id": (16, _("A short name, e.g. six-elements")),
        "part": (8, _("The part that it judges")),
        "name": (28, ""),
        "description": (50, _("What it looks at")),
        "required": (16, _("The name of the level that is needed")),
    },
    "Levels": {
        KEY: (18, ""),
        "criterion": (16, _("The short name of its criterion")),
        "name": (16, _("From the lowest level to the highest")),
        "descriptor": (70, _("What can be seen at this level")),
    },
    "Alignments": {
        KEY: (18, ""),
        "framework": (40, _("Its name or short name here")),
        "code": (16, ""),
        "name": (40, ""),
    },
}
"""Every sheet with its columns: width in characters, and what to write there."""


def template() -> bytes:
    """The empty spreadsheet. The second row of each sheet says what goes into its columns and is passed over later."""
    return write_book(_table(name, columns) for name, columns in SHEETS.items())


def _table(name: str, columns: Mapping[str, tuple[int, str | Promise]]) -> Table:
    widths = {column: width for column, (width, _hint) in columns.items()}
    return Table(name, widths, hints={column: str(hint) for column, (_width, hint) in columns.items()})
