"""What a program is asked, and what of its answer is kept."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.scoring.rules import Answer, Asked, CriterionAsked, Draft, RubricWords, kept, paragraphs

ONE, OTHER = UUID(int=1), UUID(int=2)
LEVELS = {ONE: ["Not yet", "Meets it"], OTHER: ["Beginning", "Strong"]}
ASKED = Asked(
    "en",
    (
        CriterionAsked(ONE, "Protocol of the meeting", "Norms were written down.", "The norms are named."),
        CriterionAsked(OTHER, "Change in the classroom", "", "Something changed."),
    ),
    (
        Answer(1, frozenset({ONE}), ("We ate cake.", "The protocol of our meetings names norms that were written.")),
        Answer(2, frozenset({OTHER}), ("Students sit elsewhere.",)),
    ),
)


def test_a_text_is_numbered_by_paragraphs():
    assert paragraphs("One.\n\n  \nTwo,\nstill two.\n\n") == ("One.", "Two,\nstill two.")


def test_the_one_that_comes_along_finds_the_paragraph_with_most_words_of_the_rubric():
    drafts = {draft.criterion: draft for draft in RubricWords().suggest(ASKED)}

    assert drafts[ONE].places == ((1, 2),)
    assert drafts[OTHER].places == (), "one word alone is chance"
    assert all(draft.remark == "" for draft in drafts.values())


@pytest.mark.parametrize(
    ("draft", "what"),
    [
        (Draft(ONE, ((1, 2), (1, 2), (9, 9)), "Look here."), Draft(ONE, ((1, 2),), "Look here.")),
        (Draft(ONE, (), "This clearly MEETS IT."), None),
        (Draft(ONE, ((1, 1),), "Not yet."), Draft(ONE, ((1, 1),), "")),
        (Draft(OTHER, (), "Meets it is no level of this one."), Draft(OTHER, (), "Meets it is no level of this one.")),
        (Draft(UUID(int=3), ((1, 1),), "Of another rubric."), None),
        (Draft(ONE, (), "  "), None),
    ],
)
def test_what_is_kept(draft, what):
    assert kept([draft], ASKED, LEVELS) == ([what] if what else [])


def test_the_second_draft_for_a_criterion_is_not_kept():
    assert len(kept([Draft(ONE, ((1, 1),)), Draft(ONE, ((1, 2),))], ASKED, LEVELS)) == 1


@given(st.sampled_from([name for names in LEVELS.values() for name in names]), st.text(), st.text())
def test_no_remark_that_is_kept_names_a_level(level, before, after):
    for criterion, names in LEVELS.items():
        drafts = kept([Draft(criterion, ((1, 1),), f"{before} {level} {after}")], ASKED, LEVELS)
        assert not any(f" {name} ".casefold() in f" {drafts[0].remark} ".casefold() for name in names)
