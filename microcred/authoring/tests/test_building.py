"""What the builders show: the matrix with its gaps, rules in words, and readings that tell."""

from hypothesis import given
from hypothesis import strategies as st

from microcred.authoring.building import (
    matrix_of,
    part_rule_rows,
    sample_criteria,
    telling_examples,
    unfinished_criteria,
    verdict_on,
)
from microcred.catalog.design import Criterion, Design, Level, PartRule, Requirement
from microcred.catalog.rules import Outcome
from microcred.catalog.tests import make

WHOLE = make.plain_design()


def test_the_matrix_shows_what_feeds_what_and_no_gap_in_a_whole_design():
    matrix = matrix_of(WHOLE)

    assert matrix.gaps == 0
    fed = [{criterion.id for criterion, is_fed in row.cells if is_fed} for row in matrix.rows]
    assert fed == [set(requirement.feeds) for requirement in WHOLE.requirements]


def test_a_requirement_without_judge_and_a_criterion_without_evidence_are_gaps():
    matrix = matrix_of(
        Design(requirements=(Requirement(id="plan"),), rubric=(Criterion(id="clarity"), Criterion(id="depth")))
    )

    assert [row.is_gap for row in matrix.rows] == [True]
    assert [column.is_gap for column in matrix.columns] == [True, True]
    assert matrix.gaps == 3


def test_the_rule_of_each_part_is_said_in_words():
    rows = part_rule_rows(make.plain_design(part_rules=[{"part": 2, "kind": "at_least", "count": 3}]), {})

    assert [(row.part, row.kind, row.count) for row in rows] == [
        (1, "each", None),
        (2, "at_least", 3),
        (3, "each", None),
    ]
    assert "at least 3 of its 4 criteria" in str(rows[1].words)


def test_criteria_without_a_level_that_is_needed_are_named_and_left_out():
    design = Design(rubric=(Criterion(id="clarity", name="Clarity", levels=(Level(name="No"),)),))

    assert unfinished_criteria(design) == ["Clarity"]
    assert sample_criteria(design, {}) == []
    assert telling_examples(design) == []


def test_examples_show_where_the_line_runs():
    told = telling_examples(WHOLE)

    assert [example.verdict.outcome for example in told] == [Outcome.EARNED, Outcome.NOT_YET, Outcome.NOT_YET]
    assert len(told[1].verdict.short) == 1


def test_where_a_part_has_its_own_rule_the_least_that_earns_is_told():
    design = make.plain_design(part_rules=[{"part": 2, "kind": "at_least", "count": 1}])
    *_others, least = telling_examples(design)

    assert least.verdict.outcome is Outcome.EARNED
    assert len(least.verdict.excused) == 3


levels = st.lists(st.integers(0, 4), min_size=1, max_size=5)


@given(levels, st.sampled_from(["each", "at_least", "total"]), st.integers(1, 12))
def test_an_example_is_told_that_earns_and_of_which_nothing_can_be_lowered(needed, kind, count):
    steps = tuple(Level(name=str(step)) for step in range(5))
    rubric = tuple(
        Criterion(id=str(place), part=2, required=str(need), levels=steps) for place, need in enumerate(needed)
    )
    design = Design(rubric=rubric, part_rules=(PartRule(part=2, kind=kind, count=count),))
    earning = [example for example in telling_examples(design) if example.verdict.outcome is Outcome.EARNED]

    def lowered(reached):
        return [{**reached, criterion: level - 1} for criterion, level in reached.items() if level]

    assert any(
        all(verdict_on(design, lower).outcome is Outcome.NOT_YET for lower in lowered(example.reached))
        for example in earning
    )
