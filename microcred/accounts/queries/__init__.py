"""The questions of one person's account: what joining would do, what is held, what would go."""

from microcred.accounts.queries.holdings import Holding, Staying, going, holdings_of, staying
from microcred.accounts.queries.leaving import only_at_work
from microcred.accounts.queries.merging import (
    Clash,
    MergePlan,
    absorbed_by,
    has_second_factor,
    merge_plan,
    offers_to,
)
from microcred.accounts.queries.requests import (
    erasure_of,
    exports_of,
    hold_on,
    name_changes_of,
    work_being_judged,
)

__all__ = [
    "Clash",
    "Holding",
    "MergePlan",
    "Staying",
    "absorbed_by",
    "erasure_of",
    "exports_of",
    "going",
    "has_second_factor",
    "hold_on",
    "holdings_of",
    "merge_plan",
    "name_changes_of",
    "offers_to",
    "only_at_work",
    "staying",
    "work_being_judged",
]
