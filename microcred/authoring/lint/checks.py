"""All checks of the lint, and the lint itself. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.accessible import accessible
from microcred.authoring.lint.alone import own_part
from microcred.authoring.lint.citations import citations
from microcred.authoring.lint.competency import one_competency
from microcred.authoring.lint.findings import Component, Finding, NotChecked, Report, Strictness, Words
from microcred.authoring.lint.finished import finished
from microcred.authoring.lint.hours import hours
from microcred.authoring.lint.levels import levels_distinct, levels_parallel
from microcred.authoring.lint.observable import observable
from microcred.authoring.lint.order import levels_ordered
from microcred.authoring.lint.overlap import Others, overlap
from microcred.authoring.lint.placeholders import placeholder
from microcred.authoring.lint.reading import reading_grade
from microcred.authoring.lint.resources import resources
from microcred.authoring.lint.subject import Subject
from microcred.authoring.lint.wording import inclusive_language, plain_language
from microcred.catalog.design import Design

Rule = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        name: Its identifier, for programs and for who sets severities.
        title: What it looks for, for people.
        rule: Finds it; None where the findings come with another check, or from reading the file.
        english_only: Whether it knows nothing but English.
    """

    name: str
    title: Words
    rule: Rule | None
    english_only: bool = False


def language(subject: Subject) -> Iterator[Finding]:
    """Texts in another language than the design names."""
    seen = subject.seen_language
    if seen not in {None, "other"} and subject.said_language != seen and subject.design.language:
        yield Finding(
            "language",
            "language",
            subject.design.language,
            _("The texts read as another language than this one."),
            _("Name the language that the texts are in, so that readers and checks know."),
            Component.METADATA,
        )


def alignment(subject: Subject) -> Iterator[Finding]:
    """No standard named at all."""
    if not subject.design.alignments:
        yield Finding(
            "alignment",
            "alignments",
            "",
            _("The design aligns to no professional standard."),
            _("Choose the standards that the competency serves; districts and states look for them."),
            Component.ALIGNMENT,
        )


ALL = (
    Check("format", _("In the format of a design"), None),
    Check("complete", _("Complete, and within limits"), finished),
    Check("placeholder", _("No placeholders"), placeholder),
    Check("language", _("In the language it names"), language),
    Check("one-competency", _("One competency only"), one_competency, english_only=True),
    Check("observable", _("Verbs and levels that can be observed"), observable, english_only=True),
    Check("feeds", _("Every criterion fed, every requirement judged"), None),
    Check("required-level", _("Required level stated"), None),
    Check("levels-distinct", _("Levels distinct"), levels_distinct),
    Check("levels-parallel", _("Levels parallel"), levels_parallel),
    Check("levels-ordered", _("Levels in order"), levels_ordered),
    Check("reading-grade", _("Reading grade"), reading_grade, english_only=True),
    Check("plain", _("Plain language"), plain_language, english_only=True),
    Check("inclusive", _("Inclusive language"), inclusive_language, english_only=True),
    Check("citations", _("Citations"), citations),
    Check("resources", _("Resources open to all"), resources),
    Check("accessible", _("Accessible attachments and evidence"), accessible),
    Check("own-part", _("Each one's own part where a team shares"), own_part),
    Check("hours", _("Plausible hours"), hours),
    Check("alignment", _("Aligned to standards"), alignment),
    Check("overlap", _("No near copy of another"), overlap),
)
"""In the order in which they are told."""

CHECKS: dict[str, Check] = {check.name: check for check in ALL}


def lint(
    design: Design,
    *,
    today: date,
    strictness: Strictness | None = None,
    others: Others | None = None,
    read: Sequence[Finding] = (),
) -> Report:
    """Look at a design with every check.

    Args:
        read: What was found when the design was read from a file; the design's own gaps in the same places are not told
            again.
        today: The day by which a work is recent.
        strictness: How strictly an organization takes each check; by default, Microcred's.
        others: Where to look for designs that say the same; without it, overlap is not checked.
    """
    strictness = strictness or Strictness()
    subject = Subject(design, today, strictness, others)
    findings: list[Finding] = list(read)
    told = {finding.field for finding in read if finding.check == "complete"}
    not_checked: list[NotChecked] = []
    for check in ALL:
        if check.english_only and not subject.is_english:
            not_checked.append(NotChecked(check.name, _not_english(subject)))
        elif check.name == "overlap" and others is None:
            not_checked.append(NotChecked(check.name, _("No other designs were given to compare with.")))
        elif check.rule is not None:
            findings.extend(
                found for found in check.rule(subject) if found.check != "complete" or found.field not in told
            )
    order = {check.name: place for place, check in enumerate(ALL)}
    findings.sort(key=lambda finding: order[finding.check])
    return Report(tuple(findings), tuple(not_checked), strictness)


def _not_english(subject: Subject) -> Words:
    if not subject.texts:
        return _("There is no text to read.")
    return _("This check knows English only, and the design is not written in English.")
