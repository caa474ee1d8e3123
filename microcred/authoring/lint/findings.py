"""What a lint says: findings with a field, the words, why and how to mend, and what was not checked. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
"""What people read, perhaps translated only when it is shown."""


class Severity(StrEnum):
    """What a finding does: it advises the author, or keeps the design from being published."""

    ADVISE = "advise"
    BLOCK = "block"


class Outcome(StrEnum):
    """What became of one check of one design. What was not checked is never called clean."""

    CLEAN = "clean"
    FOUND = "found"
    NOT_CHECKED = "not checked"


class Component(StrEnum):
    """A component of the Microcred working standards that a check informs.

    The working standards are ours: a shell to work by until an organization loads the quality standards that it has
    adopted. They are nobody's official list.
    """

    COMPETENCY = "single-competency"
    RESEARCH = "research-basis"
    ALIGNMENT = "alignment-to-standards"
    RELEVANCE = "job-embedded-relevance"
    EVIDENCE = "clear-evidence"
    RUBRIC = "rubric-and-decision-rule"
    SUPPORT = "learner-supports"
    ACCESS = "access-equity-privacy"
    METADATA = "portable-metadata"
    GOVERNANCE = "issuer-transparency"

    @property
    def words(self) -> Words:
        """The component's name, for people."""
        return COMPONENT_TITLES[self]


COMPONENT_TITLES: Mapping[Component, Words] = {
    Component.COMPETENCY: _("A single, discrete competency"),
    Component.RESEARCH: _("A basis in research"),
    Component.ALIGNMENT: _("Alignment to professional standards"),
    Component.RELEVANCE: _("Relevance to the job"),
    Component.EVIDENCE: _("Clear evidence requirements"),
    Component.RUBRIC: _("A rubric and a rule that decide"),
    Component.SUPPORT: _("Support and resources for learners"),
    Component.ACCESS: _("Access, equity and privacy"),
    Component.METADATA: _("A portable record with its metadata"),
    Component.GOVERNANCE: _("A transparent issuer"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that a check found.

    Attributes:
        check: The check's identifier, as in `CHECKS`.
        field: Where, as a path into the design: `competency`, `rubric.2.levels.0.descriptor`.
        found: The words it is about, as they stand in the design; empty where something is missing.
        why: What is the matter with them.
        mend: What to do about it.
        component: What of the working standards it informs.
    """

    check: str
    field: str
    found: str
    why: Words
    mend: Words
    component: Component


@dataclass(frozen=True)
class NotChecked:
    """That a check did not look at a design, and why not."""

    check: str
    why: Words


FIXED = frozenset({"complete", "feeds", "required-level"})
"""Checks that always block: the catalogue takes no version of which they find something."""

DEFAULT_SEVERITIES: Mapping[str, Severity] = MappingProxyType(
    {
        "complete": Severity.BLOCK,
        "feeds": Severity.BLOCK,
        "required-level": Severity.BLOCK,
        "levels-distinct": Severity.BLOCK,
        "levels-ordered": Severity.BLOCK,
        "placeholder": Severity.BLOCK,
    }
)
"""Severities by default: what is wrong whatever the subject blocks; what rests on a reading of prose advises."""


@dataclass(frozen=True)
class Strictness:
    """How strictly an organization takes each check, and where it draws the lines that are a matter of degree.

    Attributes:
        severities: Of the checks that differ from the default.
        newest_work_within: Years; the newest work cited may be no older.
        highest_grade: The Flesch-Kincaid grade above which a section is called hard to read; the rationale may go two
            grades further.
        word_limits: Words that a field may have, by its path without the numbers of rows (`rubric.levels.descriptor`).
        same_wording: The share of a design's wording, 0 to 1, from which it is called a near copy of another.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    newest_work_within: int = 20
    highest_grade: float = 12.0
    same_wording: float = 0.3
    word_limits: Mapping[str, int] = field(default_factory=dict)

    def severity_of(self, check: str) -> Severity:
        """Whether a finding of this check advises or blocks."""
        if check in FIXED:
            return Severity.BLOCK
        return self.severities.get(check) or DEFAULT_SEVERITIES.get(check, Severity.ADVISE)


@dataclass(frozen=True)
class Report:
    """What a lint of one design came to, in the order of the checks."""

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    strictness: Strictness

    def outcome(self, check: str) -> Outcome:
        """What became of one check."""
        if any(finding.check == check for finding in self.findings):
            return Outcome.FOUND
        if any(skipped.check == check for skipped in self.not_checked):
            return Outcome.NOT_CHECKED
        return Outcome.CLEAN

    def severity(self, finding: Finding) -> Severity:
        """Whether this finding advises or blocks."""
        return self.strictness.severity_of(finding.check)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that keep the design from being published."""
        return tuple(finding for finding in self.findings if self.severity(finding) is Severity.BLOCK)

    @property
    def advice(self) -> tuple[Finding, ...]:
        """The findings that do not."""
        return tuple(finding for finding in self.findings if self.severity(finding) is Severity.ADVISE)
