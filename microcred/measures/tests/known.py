"""The public rating data with known answers, which lie beside the checkout."""

import csv
from pathlib import Path

import pytest

from microcred.measures.facets import Judgements
from microcred.measures.ratings import Ratings

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "rating-data"
there = pytest.mark.skipif(not FOLDER.is_dir(), reason="the public rating data lies beside the checkout")


def rows(name: str) -> list[list[str]]:
    """A file without its heading."""
    return list(csv.reader((FOLDER / f"{name}.csv").open()))[1:]


def wide(name: str, skip: int = 1, columns: int | None = None) -> Ratings:
    """Raw ratings: a unit a row, after some columns that are none."""
    return Ratings.of_rows([row[skip : skip + columns if columns else None] for row in rows(name)])


def table(name: str) -> Ratings:
    return Ratings.of_table([[float(cell) for cell in row[1:]] for row in rows(name)])


def counts(name: str) -> Ratings:
    return Ratings.of_counts([[int(cell) for cell in row[1:]] for row in rows(name)])


def judgements(name: str, person: str, rater: str) -> Judgements:
    """Ratings by criterion, a column each, in long form."""
    entries = list(csv.DictReader((FOLDER / f"{name}.csv").open()))
    criteria = [column for column in entries[0] if column not in (person, rater)]
    found = [
        (entry[person], entry[rater], one, int(entry[one]))
        for entry in entries
        for one in criteria
        if entry[one] not in ("", "NA")
    ]
    return Judgements.of(*map(list, zip(*found, strict=True)))


def expected() -> list[dict[str, str]]:
    """Every known answer, with its tolerance."""
    return list(csv.DictReader((FOLDER / "expected.csv").open())) if FOLDER.is_dir() else []
