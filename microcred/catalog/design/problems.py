"""What is still wrong with a design: each problem names its field, the fact, and the way to mend it. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design.evidence import about_alternatives, about_evidence
from microcred.catalog.design.heritage import about_heritage, about_images
from microcred.catalog.design.problem import Problem
from microcred.catalog.design.rules_of_parts import about_part_rules
from microcred.catalog.design.shape import KIND_OF_PART, Criterion, Design, Requirement

LONGEST_NAME = 200
LONGEST_LEVEL_NAME = 80
LONGEST_TEXT = 20_000
LONGEST_SENTENCE = 300
"""Characters. The first two are what the tables hold; the third keeps a page readable."""

MOST_HOURS = 400
WORD_LIMITS = range(10, 10_001)
LEVELS = range(2, 7)
MOST_TAGS = 20


def problems(design: Design) -> list[Problem]:
    """Everything that keeps the design from being published, in the order of the author's form; empty when it may."""
    return [
        *_about_texts(design),
        *_about_components(design),
        *_about_research(design),
        *_about_resources(design),
        *_about_requirements(design),
        *_about_rubric(design),
        *about_part_rules(design),
        *_about_feeding(design),
        *_about_alignments(design),
        *about_images(design),
        *about_heritage(design),
    ]


def _about_texts(design: Design) -> Iterator[Problem]:
    yield from _name("name", design.name)
    if not 1 <= design.hours <= MOST_HOURS:
        yield Problem(
            "hours",
            format_lazy(_("The hours are {hours}."), hours=design.hours),
            format_lazy(_("Say how many hours of work to expect, from 1 to {most}."), most=MOST_HOURS),
        )
    if not any(design.audience):
        yield Problem("audience", _("Nobody is named as audience."), _("Name at least one role, such as teacher."))
    yield from _each_once("audience", design.audience)
    for place, role in enumerate(design.audience):
        if len(role) > 60:
            yield _too_long(f"audience.{place}", 60)
    if not design.language or len(design.language) > 10:
        yield Problem("language", _("The language is missing."), _("Choose the language that the texts are in."))
    yield from _text("competency", design.competency)
    yield from _text("key_method", design.key_method)
    yield from _text("rationale", design.rationale)
    if len(design.tags) > MOST_TAGS:
        yield Problem("tags", _("There are too many tags."), format_lazy(_("Keep at most {most}."), most=MOST_TAGS))
    yield from _each_once("tags", design.tags)
    yield from _each_once("prerequisites", design.prerequisites)


def _about_components(design: Design) -> Iterator[Problem]:
    if not design.components:
        yield Problem(
            "components", _("The key method has no components."), _("Describe the steps of the method, one by one.")
        )
    for place, component in enumerate(design.components):
        yield from _name(f"components.{place}.name", component.name)
        yield from _text(f"components.{place}.text", component.text)


def _about_research(design: Design) -> Iterator[Problem]:
    if not design.research and not design.research_note:
        yield Problem(
            "research",
            _("Neither research nor a note is given."),
            _("Cite work whose existence you confirmed, or say in the note that none was found."),
        )
    for place, work in enumerate(design.research):
        yield from _text(f"research.{place}.citation", work.citation)
        yield from _web_address(f"research.{place}.url", work.url)


def _about_resources(design: Design) -> Iterator[Problem]:
    for place, resource in enumerate(design.resources):
        yield from _name(f"resources.{place}.title", resource.title)
        yield from _web_address(f"resources.{place}.url", resource.url)


def _about_requirements(design: Design) -> Iterator[Problem]:
    asked = {requirement.part for requirement in design.requirements}
    for part, words in (
        (1, _("Part 1 asks no overview question.")),
        (2, _("Part 2 asks for no artifact.")),
        (3, _("Part 3 asks for no reflection.")),
    ):
        if part not in asked:
            yield Problem("requirements", words, _("Add a requirement to this part."))
    yield from _distinct("requirements", [requirement.id for requirement in design.requirements])
    for place, requirement in enumerate(design.requirements):
        yield from _about_requirement(f"requirements.{place}", requirement)
    yield from about_alternatives(design)


def _about_requirement(at: str, requirement: Requirement) -> Iterator[Problem]:
    yield from _text(f"{at}.prompt", requirement.prompt)
    if len(requirement.why_instead) > LONGEST_SENTENCE:
        yield _too_long(f"{at}.why_instead", LONGEST_SENTENCE)
    if requirement.kind != KIND_OF_PART[requirement.part]:
        yield Problem(
            f"{at}.kind",
            _("The kind does not belong to the part."),
            _("Part 1 asks questions, part 2 artifacts, part 3 reflections."),
        )
    if requirement.kind == "artifact":
        if not requirement.accepts:
            yield Problem(
                f"{at}.accepts",
                _("No kind of evidence is accepted."),
                _("Choose at least one of document, image, audio, video and link."),
            )
    elif requirement.accepts:
        yield Problem(
            f"{at}.accepts",
            _("A text answer accepts no files."),
            _("Choose no kind of evidence, or make it an artifact of part 2."),
        )
    if requirement.kind != "artifact" and requirement.word_limit is None:
        yield Problem(f"{at}.word_limit", _("The word limit is missing."), _("Say how many words an answer may have."))
    if requirement.word_limit is not None and requirement.word_limit not in WORD_LIMITS:
        yield Problem(
            f"{at}.word_limit",
            format_lazy(_("The word limit is {limit}."), limit=requirement.word_limit),
            format_lazy(_("Choose one from {least} to {most}."), least=WORD_LIMITS[0], most=WORD_LIMITS[-1]),
        )
    yield from _each_once(f"{at}.accepts", requirement.accepts)
    yield from about_evidence(at, requirement)
    if requirement.template is not None:
        yield from _name(f"{at}.template.title", requirement.template.title)
        yield from _web_address(f"{at}.template.url", requirement.template.url)


def _about_rubric(design: Design) -> Iterator[Problem]:
    if not design.rubric:
        yield Problem("rubric", _("The rubric has no criteria."), _("Say by which criteria evidence is judged."))
    judged = {criterion.part for criterion in design.rubric}
    for part in sorted({requirement.part for requirement in design.requirements} - judged):
        yield Problem(
            "rubric",
            format_lazy(_("Part {part} has no criterion."), part=part),
            _("Add a criterion that judges what this part asks for."),
        )
    yield from _distinct("rubric", [criterion.id for criterion in design.rubric])
    for place, criterion in enumerate(design.rubric):
        yield from _about_criterion(f"rubric.{place}", criterion)


def _about_criterion(at: str, criterion: Criterion) -> Iterator[Problem]:
    yield from _name(f"{at}.name", criterion.name)
    if len(criterion.levels) not in LEVELS:
        yield Problem(
            f"{at}.levels",
            format_lazy(_("There are {count} levels."), count=len(criterion.levels)),
            format_lazy(_("Describe from {least} to {most}, the lowest first."), least=LEVELS[0], most=LEVELS[-1]),
        )
    for place, level in enumerate(criterion.levels):
        yield from _name(f"{at}.levels.{place}.name", level.name, LONGEST_LEVEL_NAME)
        yield from _text(f"{at}.levels.{place}.descriptor", level.descriptor)
    yield from _each_once(f"{at}.levels", [level.name for level in criterion.levels])
    if _repeats(level.descriptor for level in criterion.levels):
        yield Problem(
            f"{at}.levels",
            _("Two levels have the same descriptor."),
            _("Say what can be seen at one level and not at the other."),
            "levels alike",
        )
    if criterion.required_position is None:
        yield Problem(
            f"{at}.required",
            _("The required level is none of the levels."),
            _("Choose the level that is needed."),
            "required level",
        )
    elif criterion.required_position == 0:
        yield Problem(
            f"{at}.required",
            _("The required level is the lowest, so that everything would pass."),
            _("Choose a higher level, or describe one that is not enough below it."),
            "required level",
        )


def _about_feeding(design: Design) -> Iterator[Problem]:
    known = {criterion.id for criterion in design.rubric}
    fed = {name for requirement in design.requirements for name in requirement.feeds}
    for place, requirement in enumerate(design.requirements):
        at = f"requirements.{place}.feeds"
        if not requirement.feeds:
            yield Problem(
                at, _("No criterion judges this requirement."), _("Choose the criteria that it feeds."), "feeding"
            )
        for name in sorted(set(requirement.feeds) - known):
            yield Problem(
                at,
                format_lazy(_("There is no criterion “{name}”."), name=name),
                _("Choose criteria of this rubric."),
                "feeding",
            )
        yield from _each_once(at, requirement.feeds)
    for place, criterion in enumerate(design.rubric):
        if criterion.id not in fed:
            yield Problem(
                f"rubric.{place}",
                _("No requirement gives evidence for this criterion."),
                _("Let a requirement feed it, or take the criterion out."),
                "feeding",
            )


def _about_alignments(design: Design) -> Iterator[Problem]:
    for place, alignment in enumerate(design.alignments):
        if not alignment.framework or not alignment.code:
            yield Problem(
                f"alignments.{place}", _("The alignment names no standard."), _("Choose a standard, or take it out.")
            )
    if _repeats((alignment.framework, alignment.code) for alignment in design.alignments):
        yield Problem("alignments", _("A standard is named twice."), _("Name each standard once."))


def _name(field: str, text: str, longest: int = LONGEST_NAME) -> Iterator[Problem]:
    if not text:
        yield Problem(field, _("The name is missing."), _("Give it a name."))
    elif len(text) > longest:
        yield _too_long(field, longest)


def _text(field: str, text: str) -> Iterator[Problem]:
    if not text:
        yield Problem(field, _("The text is missing."), _("Write it."))
    elif len(text) > LONGEST_TEXT:
        yield _too_long(field, LONGEST_TEXT)


def _too_long(field: str, longest: int) -> Problem:
    return Problem(
        field, _("The text is too long."), format_lazy(_("Use at most {longest} characters."), longest=longest)
    )


def _web_address(field: str, url: str | None) -> Iterator[Problem]:
    if url and not url.startswith(("https://", "http://")):
        yield Problem(
            field, _("This is not a web address."), _("Begin with https://, or leave it empty where there is none.")
        )


def _distinct(field: str, names: list[str]) -> Iterator[Problem]:
    if not all(names):
        yield Problem(field, _("A local name is missing."), _("Give each one a short name."))
    yield from _each_once(field, names)


def _each_once(field: str, names: Iterable[str]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if name and count > 1:
            yield Problem(field, format_lazy(_("“{name}” stands there twice."), name=name), _("Name each one once."))


def _repeats(values: Iterable[object]) -> bool:
    return any(value and count > 1 for value, count in Counter(values).items())
