"""What one participant has: micro-credentials begun, handed in and earned, and what staff recorded."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from microcred.pathways.rules.values import Code, Day, Name, Slug, Stated

ItemKind = Literal["course", "evaluation", "exam", "meeting"]


class Work(Stated):
    """One micro-credential of a participant, however often it was handed in or awarded.

    With neither day it is begun. `revoked_on`: since then it is not earned any more.
    """

    micro_credential: Slug
    title: str = ""
    stacks: frozenset[Slug] = frozenset()
    standards: frozenset[Code] = frozenset()
    submitted_on: Day | None = None
    earned_on: Day | None = None
    revoked_on: Day | None = None

    def day(self, *, basis: str, at: date) -> date | None:
        """The day on which it came to count, as seen on another day; None while it does not."""
        submitted = self.submitted_on if self.submitted_on is not None and self.submitted_on <= at else None
        holds = (
            self.earned_on is not None
            and self.earned_on <= at
            and not (self.revoked_on is not None and self.revoked_on <= at)
        )
        if basis == "earned":
            return self.earned_on if holds else None
        return submitted or (self.earned_on if holds else None)


class Item(Stated):
    """Something recorded by the programme's staff. `year` and `term`: for which, where that matters."""

    id: Name
    kind: ItemKind
    name: Name
    result: str = ""
    year: Slug | None = None
    term: str = ""
    day: Day


class Record(Stated):
    """What one participant has. The same micro-credential twice counts once."""

    entered_on: Day
    area: str = ""
    works: tuple[Work, ...] = ()
    items: tuple[Item, ...] = ()


class RecordFile(Record):
    """A record as a file of its own."""

    format: Literal["microcred-pathway-record/1"]
    name: str = Field(default="", max_length=200)


def record_schema() -> dict[str, Any]:
    """The JSON Schema of a record."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **RecordFile.model_json_schema()}
