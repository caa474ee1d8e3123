"""What an author writes about a micro-credential: its shape, its problems, its canonical form and digests. Pure."""

from microcred.catalog.design.diff import Change, Words, changes, is_rows, paired, word_diff
from microcred.catalog.design.digest import as_json, canonical, digest, renewed, rubric_digest
from microcred.catalog.design.problems import Problem, problems
from microcred.catalog.design.shape import (
    KIND_OF_PART,
    Alignment,
    Component,
    Criterion,
    Design,
    EvidenceKind,
    Level,
    PartNumber,
    Requirement,
    RequirementKind,
    Research,
    Resource,
)

__all__ = [
    "KIND_OF_PART",
    "Alignment",
    "Change",
    "Component",
    "Criterion",
    "Design",
    "EvidenceKind",
    "Level",
    "PartNumber",
    "Problem",
    "Requirement",
    "RequirementKind",
    "Research",
    "Resource",
    "Words",
    "as_json",
    "canonical",
    "changes",
    "digest",
    "is_rows",
    "paired",
    "problems",
    "renewed",
    "rubric_digest",
    "word_diff",
]
