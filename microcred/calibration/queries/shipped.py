"""The general modules that come with the software, and the module that a rubric makes by itself."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from microcred.calibration.models import TrainingModule
from microcred.calibration.rules.modules import Content, Page, as_json, read_content
from microcred.catalog.models import Version
from microcred.catalog.queries import RubricCriterion, VersionSaid, said_in

GENERAL = (
    TrainingModule.Subject.OVERVIEW,
    TrainingModule.Subject.BIAS,
    TrainingModule.Subject.PRIVACY,
    TrainingModule.Subject.FEEDBACK,
)
"""In the order in which they are done."""
LANGUAGES = ("en", "es")

_FILES = Path(__file__).parent.parent / "modules"


@cache
def shipped(subject: str) -> Mapping[str, Content]:
    """A general module as it comes with the software, by language."""
    found = {code: read_content((_FILES / f"{subject}.{code}.md").read_text("utf-8")) for code in LANGUAGES}
    return MappingProxyType(found)


def module_of_rubric(version: Version) -> dict[str, Any]:
    """What a rubric says by itself to whoever is to score by it, criterion by criterion, in each language that it has.

    Kept words of a draft (`as_json` by language); whoever leads adds what a rubric cannot say.
    """
    found = {}
    for code in LANGUAGES:
        said = said_in(version, code)
        if said.language == code:
            with override(code):
                found[code] = as_json(_content(said))
    if not found:
        said = said_in(version, version.language)
        with override(said.language):
            found[said.language] = as_json(_content(said))
    return found


def _content(said: VersionSaid) -> Content:
    rubric, title = said.rubric, str(said.version.title)
    rules = [f"- {words}" for words in map(str, rubric.rules_chosen)]
    whole = [
        _("You score by these criteria: %(count)d of them, each by itself.") % {"count": len(rubric.criteria)},
        "\n".join(f"{place}. {one.name}" for place, one in enumerate(rubric.criteria, start=1)),
        _("For each, find the evidence first and read all levels before you choose one."),
        "\n".join(rules)
        if rules
        else _(
            "A part passes when each of its criteria reaches the level that is needed. You give levels, and the rule "
            "decides."
        ),
    ]
    pages = [Page(_("The whole rubric"), "\n\n".join(whole))]
    pages += [Page(str(one.name), _criterion(one)) for one in rubric.criteria]
    last = _(
        "Each anchor is real work of which a panel agreed what it shows, with the reasons. Read them on the page "
        "“Practice” before you score anything there: the words of a level mean what the anchors show."
    )
    pages.append(Page(_("The anchors"), last))
    return Content(_("Scoring “%(title)s”") % {"title": title}, tuple(pages))


def _criterion(one: RubricCriterion) -> str:
    parts = [str(one.description)] if one.description else []
    for level in one.levels:
        needed = f" ({_('needed')})" if level.id == one.required_level_id else ""
        parts.append(f"**{level.name}**{needed}\n\n{level.descriptor}")
    return "\n\n".join(part for part in parts if part.strip())
