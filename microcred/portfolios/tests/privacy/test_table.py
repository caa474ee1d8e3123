"""How often the helper is right, on the labelled table. The figures stand in `docs/portfolio/privacy.md`."""

import pytest

from microcred.portfolios.privacy import Known, look
from microcred.portfolios.tests.privacy.table import ENGLISH, SPANISH

ADA = Known(
    "Ada Whitfield",
    frozenset({"ada@example.org"}),
    frozenset({"Rock Hill Schools", "Cedar Creek Elementary School"}),
)


def measured(rows):
    """What was to be found and was, what was missed, and what was a false alarm, for certain findings and for all."""
    found, missed, false_certain, false_soft = [], [], [], []
    for row in rows:
        said = look(row.text, ADA)
        certain = {finding.words for finding in said if finding.is_certain}
        anything = {finding.words for finding in said}
        found += [(row.text, words) for words in row.certain & certain]
        missed += [(row.text, words) for words in row.certain - certain]
        false_certain += [(row.text, words) for words in certain - row.certain]
        false_soft += [(row.text, words) for words in anything - certain - row.certain - row.soft]
        missed += [(row.text, words) for words in row.soft - anything]
        found += [(row.text, words) for words in row.soft & anything]
    return found, missed, false_certain, false_soft


@pytest.mark.parametrize("rows", [ENGLISH, SPANISH], ids=["english", "spanish"])
def test_nothing_of_the_table_is_missed_and_nothing_else_is_found(rows):
    found, missed, false_certain, false_soft = measured(rows)

    assert missed == []
    assert false_certain == []
    assert false_soft == []
    assert len(found) > len(rows) / 3
