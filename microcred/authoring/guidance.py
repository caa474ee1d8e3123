"""What authors are told of each field, and how many words it may have. Pure.

Ours is what is practised: the sections of Digital Promise's template, and what it says of them. It limits no words,
because no limit for the sections of a design is published; an organization may set its own for each field.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design


@dataclass(frozen=True)
class Source:
    """Where a piece of guidance is taken from."""

    words: str
    url: str


@dataclass(frozen=True)
class Field:
    """One field that authors write.

    Attributes:
        name: What it is called.
        guidance: What our standard guidance says of it; empty for nothing.
        source: Whose practice that is.
    """

    name: str | Promise
    guidance: str | Promise = ""
    source: Source | None = None


@dataclass(frozen=True)
class Guide:
    """What holds for one field in one organization.

    Attributes:
        word_limit: Words that the field may have; None for as many as the catalogue takes.
        said_by: The organization whose words they are; empty for our own.
    """

    text: str | Promise = ""
    word_limit: int | None = None
    source: Source | None = None
    said_by: str = ""


_HOW_IT_WORKS = Source(
    "Digital Promise", "https://digitalpromise.org/initiative/educator-micro-credentials/how-it-works/"
)
_TEMPLATE = Source("Digital Promise", "https://digitalpromise.org/?p=76581")
_FIRST_TIME = Source("Digital Promise", "https://digitalpromise.org/?p=88670")
_OPEN = Source(
    "Digital Promise",
    "https://digitalpromise.org/2024/11/21/digital-promise-micro-credentials-and-credential-engine-promoting-"
    "transparency-throughout-the-ecosystem",
)
_QUESTIONS = Source("Digital Promise", "https://digitalpromisehelp.zendesk.com/hc/en-us/articles/15010783942551")
_PARTS = Source("Digital Promise", "https://digitalpromisehelp.zendesk.com/hc/en-us/articles/15011822560279")

FIELDS: Mapping[str, Field] = {
    "name": Field(_("Name"), _("One discrete skill, in the words an educator would look for.")),
    "competency": Field(
        _("Competency"), _("One sentence that names one discrete skill. It begins “The educator …”."), _TEMPLATE
    ),
    "key_method": Field(
        _("Key method"),
        _("How the competency is shown, in one sentence. The method must rest on research."),
        _HOW_IT_WORKS,
    ),
    "components.name": Field(_("Component"), _("One step or strategy of the method.")),
    "components.text": Field(
        _("What one does"),
        _("The definitions, steps and strategies that the educator must show. The evidence is judged on these."),
        _FIRST_TIME,
    ),
    "rationale": Field(
        _("Rationale"), _("Why the method works, with cited research that is specific and timely."), _TEMPLATE
    ),
    "research.citation": Field(
        _("Full citation"), _("Research that everyone can reach, not only who pays for it."), _OPEN
    ),
    "research.note": Field(_("What the research shows")),
    "research_note": Field(
        _("Note on research"), _("Where no openly available research could be confirmed, say so here.")
    ),
    "resources.title": Field(_("Resource")),
    "resources.note": Field(
        _("What the resource is good for"),
        _("Resources help to learn the method and are free. Earning must not depend on a course."),
        _QUESTIONS,
    ),
    "requirements.prompt": Field(
        _("What is asked"),
        _("Part 1 asks about the context, part 2 for artifacts of the work itself, part 3 for a reflection."),
        _PARTS,
    ),
    "requirements.guidance": Field(_("Guidance to a requirement")),
    "rubric.name": Field(_("Criterion")),
    "rubric.description": Field(_("What the criterion looks at")),
    "rubric.levels.descriptor": Field(
        _("Descriptor of a level"),
        _("What can be seen at this level. Educator and assessor read these very words; no other criteria count."),
        _TEMPLATE,
    ),
}
"""The fields that can have guidance and a limit, by path without the numbers of rows; in the order of the form."""


def field_of(path: str) -> str:
    """The field that a path leads to: `rubric.levels.descriptor` for `rubric.2.levels.0.descriptor`."""
    return ".".join(step for step in path.split(".") if not step.isdigit())


def word_count(text: str) -> int:
    """How many words a text has, as the counter beside its field counts them: runs without white space."""
    return len(text.split())


def texts_of(design: Design) -> Iterator[tuple[str, str]]:
    """All texts of a design that can have a limit, by path, in the order of the form."""
    yield from (("name", design.name), ("competency", design.competency), ("key_method", design.key_method))
    for place, component in enumerate(design.components):
        yield f"components.{place}.name", component.name
        yield f"components.{place}.text", component.text
    yield "rationale", design.rationale
    for place, work in enumerate(design.research):
        yield f"research.{place}.citation", work.citation
        yield f"research.{place}.note", work.note
    yield "research_note", design.research_note or ""
    for place, resource in enumerate(design.resources):
        yield f"resources.{place}.title", resource.title
        yield f"resources.{place}.note", resource.note
    for place, requirement in enumerate(design.requirements):
        yield f"requirements.{place}.prompt", requirement.prompt
        yield f"requirements.{place}.guidance", requirement.guidance
    for place, criterion in enumerate(design.rubric):
        yield f"rubric.{place}.name", criterion.name
        yield f"rubric.{place}.description", criterion.description
        for step, level in enumerate(criterion.levels):
            yield f"rubric.{place}.levels.{step}.descriptor", level.descriptor
