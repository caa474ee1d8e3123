"""What authors are told of each field, and how many words it may have. Pure.

Ours is what is practised: the sections of Digital Promise's template, and what it says of them. It limits no words,
because no limit for the sections of a design is published; an organization may set its own for each field.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
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
        written: Whether a text is written in it, whose words can be limited; else it is a number or a choice.
    """

    name: str | Promise
    guidance: str | Promise = ""
    source: Source | None = None
    written: bool = True


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


def _of(rows: Promise, field: Promise) -> Promise:
    """The name of a field that rows of several lists have."""
    named: Promise = format_lazy(_("{where}: {field}"), where=rows, field=field)
    return named


FIELDS: Mapping[str, Field] = {
    "name": Field(_("Name"), _("One discrete skill, in the words an educator would look for.")),
    "hours": Field(_("Hours of work to expect"), written=False),
    "audience": Field(_("Audience"), _("Roles with commas between: teacher, school leader"), written=False),
    "tags": Field(_("Tags"), _("Words that people search by, with commas between."), written=False),
    "stack": Field(_("Stack"), _("Where you would place it."), written=False),
    "language": Field(_("Language of the texts"), written=False),
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
    "research.url": Field(_of(_("Research"), _("Web address")), written=False),
    "research.note": Field(_("What the research shows")),
    "research.confirmed": Field(_("Where you confirmed that it exists"), written=False),
    "research_note": Field(
        _("Note on research"), _("Where no openly available research could be confirmed, say so here.")
    ),
    "resources.title": Field(_("Resource")),
    "resources.url": Field(_of(_("Resources"), _("Web address")), written=False),
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
    "requirements.word_limit": Field(_("Word limit"), _("For questions and reflections."), written=False),
    "requirements.accepts": Field(_("Evidence accepted"), _("For artifacts."), written=False),
    "requirements.size_limit": Field(_("Most MB for one file"), written=False),
    "requirements.minute_limit": Field(_("Most minutes of audio or video"), written=False),
    "requirements.page_limit": Field(_("Most pages of a document"), written=False),
    "requirements.template": Field(
        _("Template to start from"),
        _("A form or an example that educators may fill in. Leave both empty where there is none, or attach a file."),
        written=False,
    ),
    "requirements.shareable": Field(
        _("A team may hand in the same artifact"),
        _("Each member hands it in themselves, with their own reflection, and is judged alone."),
        written=False,
    ),
    "requirements.annotated": Field(
        _("Ask educators to pin where their files show each criterion"),
        _("They point to a page, a region or a moment. Work cannot be submitted while a criterion has no pin here."),
        written=False,
    ),
    "requirements.transcribed": Field(
        _("Ask for captions or a transcript of each recording"),
        _("For assessors who cannot hear, or read faster than they listen. Work cannot be submitted without them."),
        written=False,
    ),
    "requirements.shows": Field(_("What it may show of students"), written=False),
    "requirements.consents": Field(_("Written permission it needs, of"), written=False),
    "requirements.one_of": Field(
        _("One of these suffices"),
        _("Give alternatives of a part the same short name, such as “lesson”. An educator hands in one of them."),
        written=False,
    ),
    "requirements.why_instead": Field(
        _("Why it may be chosen instead"),
        _("For example: “Where filming is not permitted.” Who hands it in says why. Empty: no reason is asked."),
        written=False,
    ),
    "requirements.language": Field(_("Language of the evidence"), written=False),
    "rubric.name": Field(_("Criterion")),
    "rubric.description": Field(_("What the criterion looks at")),
    "rubric.required": Field(_("Needed to earn"), written=False),
    "rubric.levels.descriptor": Field(
        _("Descriptor of a level"),
        _("What can be seen at this level. Educator and assessor read these very words; no other criteria count."),
        _TEMPLATE,
    ),
    "part_rules": Field(
        _("When a part passes"),
        _(
            "Every part has to pass. The usual rule is that each criterion reaches its level; another has to be "
            "chosen here, and can only ask for less."
        ),
        written=False,
    ),
    "requirements.feeds": Field(
        _("What judges what"),
        _(
            "Tick the criteria that each requirement gives evidence for. Every requirement needs a judge, "
            "and every criterion needs evidence."
        ),
        written=False,
    ),
    "prerequisites": Field(
        _("Prerequisites"),
        _("Micro-credentials to be earned before this one is started. Most need none."),
        written=False,
    ),
    "alignments": Field(
        _("Alignments"),
        _("A code or words, in all frameworks that are kept here. Tick what this micro-credential shows."),
        written=False,
    ),
    "images.alt": Field(
        _("What it shows, for who cannot see it"),
        _("One or two sentences: what is in the picture, and why it is there. A version cannot be published without."),
    ),
    "images.caption": Field(_("Caption")),
    "license": Field(
        _("Open license"),
        _(
            "Under an open license everybody may write a design of their own from this one. Without one only those "
            "may whom your organization lets."
        ),
        written=False,
    ),
}
"""The fields that can have guidance, and where a text is written a limit, by path without the numbers of rows; in
the order of the form."""


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
    for place, image in enumerate(design.images):
        yield f"images.{place}.alt", image.alt
        yield f"images.{place}.caption", image.caption
