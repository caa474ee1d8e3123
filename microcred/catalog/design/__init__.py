"""What an author writes about a micro-credential: its shape, its problems, its canonical form and digests. Pure."""

from microcred.catalog.design.diff import Change, Words, changes, is_rows, paired, word_diff
from microcred.catalog.design.digest import as_json, canonical, digest, renewed, rubric_digest
from microcred.catalog.design.problem import Problem
from microcred.catalog.design.problems import problems
from microcred.catalog.design.shape import (
    KIND_OF_PART,
    Alignment,
    Component,
    Consent,
    Criterion,
    Design,
    EvidenceKind,
    Level,
    PartNumber,
    PartRule,
    Requirement,
    RequirementKind,
    Research,
    Resource,
    RuleKind,
    Shows,
    Template,
)

__all__ = [
    "KIND_OF_PART",
    "Alignment",
    "Change",
    "Component",
    "Consent",
    "Criterion",
    "Design",
    "EvidenceKind",
    "Level",
    "PartNumber",
    "PartRule",
    "Problem",
    "Requirement",
    "RequirementKind",
    "Research",
    "Resource",
    "RuleKind",
    "Shows",
    "Template",
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
