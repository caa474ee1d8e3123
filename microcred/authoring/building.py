"""What the builders of requirements and rubric show beside the form: matrix, gaps, rules of parts, sample decisions.

Pure: a design goes in, and what a template needs comes out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Criterion, Design, Level, Requirement
from microcred.catalog.rules import Outcome, PartFinding, Verdict, decide, rule_in_words

RULE_CHOICES = (
    ("each", _("Each criterion reaches the level that is needed (the usual rule)")),
    ("at_least", _("At least so many criteria reach the level that is needed")),
    ("total", _("The levels sum up to so many points: high ones make up for low ones")),
)

LANGUAGE_CHOICES = (
    ("", _("The language of this micro-credential")),
    ("any", _("Any language, as it was used with students")),
    ("translated", _("Any language, with a translation beside it")),
    ("en", _("English")),
    ("es", _("Spanish")),
)

SHOWS_CHOICES = (
    ("", _("Nothing is said")),
    ("no_students", _("Nothing by or about students")),
    ("student_work", _("Students' work, without their names")),
    ("students", _("Students may be seen or heard")),
)

CONSENT_CHOICES = (
    ("family", _("a parent or guardian of each student")),
    ("student", _("the students themselves")),
    ("adult", _("colleagues and other adults")),
    ("school", _("the school or district")),
)


@dataclass(frozen=True)
class MatrixRow:
    """One requirement against all criteria: for each whether it feeds it."""

    at: str
    number: int
    requirement: Requirement
    cells: Sequence[tuple[Criterion, bool]]

    @property
    def is_gap(self) -> bool:
        """Whether no criterion judges what is asked."""
        return not any(fed for _criterion, fed in self.cells)


@dataclass(frozen=True)
class MatrixColumn:
    """One criterion, and whether no requirement gives evidence for it."""

    number: int
    criterion: Criterion
    is_gap: bool


@dataclass(frozen=True)
class Matrix:
    """Which requirement feeds which criterion."""

    columns: Sequence[MatrixColumn]
    rows: Sequence[MatrixRow]

    @property
    def gaps(self) -> int:
        """How many requirements nobody judges, and criteria nothing feeds."""
        return sum(column.is_gap for column in self.columns) + sum(row.is_gap for row in self.rows)


def matrix_of(design: Design) -> Matrix:
    """The matrix of requirements and criteria, with its gaps."""
    fed = {name for requirement in design.requirements for name in requirement.feeds}
    return Matrix(
        [
            MatrixColumn(number, criterion, criterion.id not in fed)
            for number, criterion in enumerate(design.rubric, start=1)
        ],
        [
            MatrixRow(
                f"requirements.{place}",
                place + 1,
                requirement,
                [(criterion, criterion.id in requirement.feeds) for criterion in design.rubric],
            )
            for place, requirement in enumerate(design.requirements)
        ],
    )


@dataclass(frozen=True)
class PartRuleRow:
    """The rule of one part in the form. `unread` is what was typed as its number and is none."""

    part: int
    kind: str
    count: int | None
    criteria: int
    words: str | Promise
    unread: str = ""


def part_rule_rows(design: Design, unread: Mapping[str, str]) -> list[PartRuleRow]:
    """The rules of the parts that have criteria."""
    rows = []
    for part in verdict_on(design, {}).parts:
        rule = design.rule_of(part.part)
        kind = rule.kind if rule else "each"
        typed = unread.get(f"part_rules.{part.part}.count", "")
        count = rule.count if rule else None
        rows.append(PartRuleRow(part.part, kind, count, part.criteria, _words(part, kind, count), typed))
    return rows


def _words(part: PartFinding, kind: str, count: int | None) -> str | Promise:
    return rule_in_words(part) if kind == "each" or count is not None else ""


@dataclass(frozen=True)
class SampleCriterion:
    """A criterion of a draft, as the rule and the grid of a rubric want it."""

    id: UUID
    part: int
    name: str
    description: str
    required_position: int
    levels: Sequence["SampleLevel"]
    chosen_level_id: UUID | None = None


@dataclass(frozen=True)
class SampleLevel:
    """A level of a draft with its place."""

    id: UUID
    position: int
    name: str
    descriptor: str


def sample_criteria(design: Design, reached: Mapping[UUID, int]) -> list[SampleCriterion]:
    """The rubric of a draft with levels chosen; criteria that cannot be judged yet are left out."""
    return [
        SampleCriterion(
            criterion.uuid,
            criterion.part,
            criterion.name,
            criterion.description,
            criterion.required_position,
            levels := _levels(criterion.levels),
            levels[reached[criterion.uuid]].id if criterion.uuid in reached else None,
        )
        for criterion in design.rubric
        if criterion.required_position is not None
    ]


def _levels(levels: Sequence[Level]) -> list[SampleLevel]:
    return [SampleLevel(level.uuid, place, level.name, level.descriptor) for place, level in enumerate(levels)]


def unfinished_criteria(design: Design) -> list[str]:
    """The names of criteria that cannot be judged yet, because no level is needed."""
    return [criterion.name or criterion.id for criterion in design.rubric if criterion.required_position is None]


def verdict_on(design: Design, reached: Mapping[UUID, int]) -> Verdict:
    """What would be decided: by the function that decides in earnest."""
    return decide(sample_criteria(design, {}), reached, design.part_rules)


@dataclass(frozen=True)
class Example:
    """Levels that tell something about the rule, and what it makes of them."""

    title: str | Promise
    reached: Mapping[UUID, int]
    verdict: Verdict


def telling_examples(design: Design) -> list[Example]:
    """Readings that show where the line runs: none of them twice, in the order of how much they reach."""
    criteria = sample_criteria(design, {})
    if not criteria:
        return []
    return list(_each_reading_once(design, criteria))


def _each_reading_once(design: Design, criteria: Sequence[SampleCriterion]) -> Iterator[Example]:
    needed = {criterion.id: criterion.required_position for criterion in criteria}
    highest = {criterion.id: len(criterion.levels) - 1 for criterion in criteria}
    one = next((each for each in criteria if each.part == 2 and each.required_position), criteria[-1])
    seen = []
    for title, reached in (
        (_("Every criterion just reaches its level"), needed),
        (_("One criterion is one level short"), {**needed, one.id: max(one.required_position - 1, 0)}),
        (_("Every criterion is at its highest level but one, at its lowest"), {**highest, one.id: 0}),
        (_("The least that earns"), _least(design, criteria, needed)),
    ):
        if reached not in seen:
            seen.append(reached)
            yield Example(title, reached, verdict_on(design, reached))


def _least(design: Design, criteria: Sequence[SampleCriterion], needed: Mapping[UUID, int]) -> dict[UUID, int]:
    """Levels that earn of which none can be lowered: the later criteria of a part give way first."""
    reached = dict(needed)
    for criterion in reversed(criteria):
        while reached[criterion.id] > 0:
            lower = {**reached, criterion.id: reached[criterion.id] - 1}
            if verdict_on(design, lower).outcome is not Outcome.EARNED:
                break
            reached = lower
    return reached
