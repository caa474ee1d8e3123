"""The questions that the catalogue answers."""

from microcred.catalog.queries.exchange import archived_catalogue, import_plan
from microcred.catalog.queries.labels import EVIDENCE_KINDS, FACET_TITLES, Labels, labels_for
from microcred.catalog.queries.licenses import licenses_in_force, licenses_of, may_fork_by_license, may_offer
from microcred.catalog.queries.pages import PartShown, VersionPage, alignments_of, version_page
from microcred.catalog.queries.quality import (
    Due,
    acceptance_of,
    accepted_externals,
    externals,
    quality_statement_of,
    reviews_due,
)
from microcred.catalog.queries.search import PAGE_SIZE, Found, SearchPage, Suggestion, search, suggestions
from microcred.catalog.queries.shelves import (
    ShownStack,
    crosswalks,
    entries_of,
    path_of,
    shelves,
    stacks_of,
    stacks_on_offer,
)
from microcred.catalog.queries.successions import (
    Grace,
    compared,
    grace_in,
    history_of,
    overtaken_by,
    rubric_lineage_of,
    successor_of,
)
from microcred.catalog.queries.taking_in import take_in
from microcred.catalog.queries.versions import (
    Rubric,
    RubricCriterion,
    RubricLevel,
    current_version,
    requirements_of,
    rubric_of,
)

__all__ = [
    "EVIDENCE_KINDS",
    "FACET_TITLES",
    "PAGE_SIZE",
    "Due",
    "Found",
    "Grace",
    "Labels",
    "PartShown",
    "Rubric",
    "RubricCriterion",
    "RubricLevel",
    "SearchPage",
    "ShownStack",
    "Suggestion",
    "VersionPage",
    "acceptance_of",
    "accepted_externals",
    "alignments_of",
    "archived_catalogue",
    "compared",
    "crosswalks",
    "current_version",
    "entries_of",
    "externals",
    "grace_in",
    "history_of",
    "import_plan",
    "labels_for",
    "licenses_in_force",
    "licenses_of",
    "may_fork_by_license",
    "may_offer",
    "overtaken_by",
    "path_of",
    "quality_statement_of",
    "requirements_of",
    "reviews_due",
    "rubric_lineage_of",
    "rubric_of",
    "search",
    "shelves",
    "stacks_of",
    "stacks_on_offer",
    "successor_of",
    "suggestions",
    "take_in",
    "version_page",
]
