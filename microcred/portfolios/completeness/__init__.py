"""Whether evidence can be opened, read and heard, and is all there: facts in, findings out, in words to its educator.

No database and no network here. Nothing in this package says whether evidence is good.
"""

from microcred.portfolios.completeness.checks import (
    Evidence,
    Recorded,
    check_captions,
    check_document,
    check_link,
    check_picture,
    check_recording,
    check_template,
    found_in,
)
from microcred.portfolios.completeness.facts import Fact, Found, Grade
from microcred.portfolios.completeness.links import LinkOutcome, Step, asks_for_sign_in, outcome_of
from microcred.portfolios.completeness.notes import LONGEST_NOTE, judging_words
from microcred.portfolios.completeness.words import REASONS, label_of, reasons_for, sentence_of

__all__ = [
    "LONGEST_NOTE",
    "REASONS",
    "Evidence",
    "Fact",
    "Found",
    "Grade",
    "LinkOutcome",
    "Recorded",
    "Step",
    "asks_for_sign_in",
    "check_captions",
    "check_document",
    "check_link",
    "check_picture",
    "check_recording",
    "check_template",
    "found_in",
    "judging_words",
    "label_of",
    "outcome_of",
    "reasons_for",
    "sentence_of",
]
