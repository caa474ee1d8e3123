"""No text that fits into a design keeps the checks busy: the editor runs them after each save."""

import time
from datetime import date

import pytest

from microcred.authoring.lint import lint
from microcred.catalog.design import Component, Criterion, Design, Level, Requirement, Research, Resource
from microcred.catalog.design.problems import LONGEST_TEXT

PATIENCE_S = 10.0
"""Seconds of the processor; each of these takes about one, where a rule that runs away takes minutes."""

PIECES = {
    "brackets": "[",
    "pictures": "![](",
    "quotation marks": "“",
    "tags": "<img ",
    "list items": "1. ",
    "ends": ". ",
    "lines": "\n",
    "abbreviations": "e.g. A ",
    "names": "Aa of the ",
    "clauses": "The educator designs, plans and ",
    "adjectives": "demonstrates a deep ",
    "numbers": "10.1234/",
    "references": "[1, 2",
    "one endless word": "x-",
    "generic people": "every teacher and ",
    "authors": "Smith, ",
    "authors in brackets": "(Smith, 2019; ",
    "pairs of authors": "Smith and ",
    "volumes": "1 (1), ",
    "parts": "; 1:",
    "second verbs": "and understands ",
    "denials": "is not a ",
}


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_a_text_as_long_as_may_be_is_checked_in_a_moment(piece):
    text = f"a{piece * (LONGEST_TEXT // len(piece))}b"
    levels = (Level(name="Not yet", descriptor=text), Level(name="Passing", descriptor=text[1:]))
    design = Design(
        name=text[:200],
        competency=text,
        key_method=text,
        rationale=text,
        components=(Component(name="One", text=text),),
        research=(Research(citation=text, url=f"https://{text}"),),
        resources=(Resource(title=text, url=f"https://{text}", note=text),),
        requirements=(Requirement(id="r", part=2, kind="artifact", prompt=text, guidance=text, accepts=("video",)),),
        rubric=(Criterion(id="c", name="One", description=text, required="Passing", levels=levels),),
    )

    begun = time.process_time()
    lint(design, today=date(2026, 11, 26))
    assert time.process_time() - begun < PATIENCE_S
