"""What the catalogue's own rules find, as findings: what is missing, what nothing feeds, the level required. Pure."""

from collections.abc import Iterator

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Problem, problems

_COMPONENTS = {
    "competency": Component.COMPETENCY,
    "key_method": Component.COMPETENCY,
    "components": Component.COMPETENCY,
    "rationale": Component.RESEARCH,
    "research": Component.RESEARCH,
    "resources": Component.SUPPORT,
    "requirements": Component.EVIDENCE,
    "rubric": Component.RUBRIC,
    "alignments": Component.ALIGNMENT,
    "audience": Component.RELEVANCE,
    "hours": Component.RELEVANCE,
}
"""By the first part of a field; everything else describes the record."""

CHECK_OF = {"feeding": "feeds", "required level": "required-level", "levels alike": "levels-distinct"}
"""By what a problem is about; all others are of a design that is not complete."""


def finished(subject: Subject) -> Iterator[Finding]:
    """Each problem of the design as a finding of the check that it belongs to."""
    for problem in problems(subject.design):
        yield finding_of(problem)


def finding_of(problem: Problem) -> Finding:
    """A problem as a finding. Problems name what is missing, so there are no words to show."""
    component = _COMPONENTS.get(problem.field.split(".")[0], Component.METADATA)
    return Finding(CHECK_OF.get(problem.about, "complete"), problem.field, "", problem.words, problem.mend, component)
