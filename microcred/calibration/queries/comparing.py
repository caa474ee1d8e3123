"""What several readings of a paper say, beside each other and beside what is agreed."""

from collections.abc import Sequence
from dataclasses import dataclass

from microcred.calibration.models import ConsensusLevel, Paper, PaperReading, PaperScore
from microcred.calibration.queries.exemplars import agreed_levels, scores_in
from microcred.catalog.queries import Rubric, RubricCriterion, RubricLevel


@dataclass(frozen=True)
class Said:
    """The level and the words of one reading, with the level as the reader's language has it."""

    score: PaperScore
    level: RubricLevel
    distance: int | None
    """levels above what is agreed; None where nothing is"""

    @property
    def below(self) -> int:
        """Levels below what is agreed."""
        return max(-(self.distance or 0), 0)


@dataclass(frozen=True)
class CriterionCompared:
    """What readings say of one criterion, in their order, and what is agreed of it."""

    criterion: RubricCriterion
    said: tuple[Said, ...]
    agreed: ConsensusLevel | None
    agreed_level: RubricLevel | None

    @property
    def is_as_agreed(self) -> bool:
        """Whether the first reading gives the level that is agreed."""
        return bool(self.said) and self.said[0].distance == 0

    @property
    def is_unanimous(self) -> bool:
        """Whether all readings give one level."""
        return len({one.level.id for one in self.said}) == 1


def compared(paper: Paper, rubric: Rubric, readings: Sequence[PaperReading]) -> tuple[CriterionCompared, ...]:
    """Readings of a paper, criterion by criterion."""
    scores, agreed = scores_in(readings), agreed_levels(paper)
    found = []
    for criterion in rubric.criteria:
        levels = {level.id: level for level in criterion.levels}
        true = agreed.get(criterion.id)
        said = []
        for reading in readings:
            score = scores[reading.pk][criterion.id]
            distance = score.level.position - true.level.position if true else None
            said.append(Said(score, levels[score.level_id], distance))
        found.append(CriterionCompared(criterion, tuple(said), true, levels[true.level_id] if true else None))
    return tuple(found)
