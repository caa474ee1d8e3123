"""What is aimed at where several people read the same work, and what holds where an organization says nothing. Pure."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Aims:
    """The least that each figure should be, in hundredths: 75 is 75 % of pairs, and 70 is an alpha of 0.70.

    Attributes:
        exact: pairs of readings that give a criterion the same level, where it has three levels or more.
        exact_of_two: the same, where it has two.
        near: pairs that are at most one level apart.
        alpha: Krippendorff's, ordinal.
        ac2: Gwet's, quadratic weights.
        decisions: submissions of which both readings alone would have led to the same decision.
    """

    exact: int = 75
    exact_of_two: int = 85
    near: int = 95
    alpha: int = 70
    ac2: int = 80
    decisions: int = 85

    def least(self, name: str) -> float:
        """The least that a figure should be, from 0 to 1."""
        return int(getattr(self, name)) / 100

    @property
    def by_name(self) -> dict[str, int]:
        """Each aim, in hundredths."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


PLATFORM = Aims()
"""Exact agreement by the number of levels as NAEP scores its items in the year
(http://nces.ed.gov/nationsreportcard/tdw/scoring/scoring_within.aspx); within one level and coefficients as state
programmes do (Williamson, Xi and Breyer 2012, https://doi.org/10.1111/j.1745-3992.2011.00223.x; Krippendorff 2011); the
share of decisions that come out alike as certifiers report it. All come from the scoring of essays and tests."""

LEAST_AIM, MOST_AIM = 50, 100
"""Below half, two people who draw lots would come close to it."""
