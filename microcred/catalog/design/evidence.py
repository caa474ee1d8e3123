"""What is still wrong with what a requirement says of its evidence: limits, alternatives, templates, students. Pure."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design.problem import Problem
from microcred.catalog.design.shape import Design, Requirement

SIZE_LIMITS = range(1, 2_001)
"""MB"""
MINUTE_LIMITS = range(1, 241)
PAGE_LIMITS = range(1, 501)
LONGEST_GROUP = 60
LONGEST_LANGUAGE = 10
"""Characters."""

LIMITS = (
    ("size_limit", SIZE_LIMITS, frozenset({"document", "image", "audio", "video"})),
    ("minute_limit", MINUTE_LIMITS, frozenset({"audio", "video"})),
    ("page_limit", PAGE_LIMITS, frozenset({"document"})),
)
"""Each limit with what it may be, and the kinds of evidence that it holds for."""

_OUT_OF_RANGE = {
    "size_limit": _("The size limit is {limit} MB."),
    "minute_limit": _("The length limit is {limit} minutes."),
    "page_limit": _("The page limit is {limit} pages."),
}
_HOLDS_FOR_NOTHING = {
    "size_limit": _("A size limit is set, but no files are accepted."),
    "minute_limit": _("A limit of minutes is set, but neither audio nor video is accepted."),
    "page_limit": _("A limit of pages is set, but no documents are accepted."),
}


def about_evidence(at: str, requirement: Requirement) -> Iterator[Problem]:
    """What is wrong with one requirement's limits, template, and words about students."""
    for field, possible, kinds in LIMITS:
        limit = getattr(requirement, field)
        if limit is None:
            continue
        if limit not in possible:
            yield Problem(
                f"{at}.{field}",
                format_lazy(_OUT_OF_RANGE[field], limit=limit),
                format_lazy(
                    _("Choose one from {least} to {most}, or leave it empty."), least=possible[0], most=possible[-1]
                ),
            )
        if kinds.isdisjoint(requirement.accepts):
            yield Problem(
                f"{at}.{field}",
                _HOLDS_FOR_NOTHING[field],
                _("Accept a kind of evidence that it holds for, or take the limit out."),
            )
    template = requirement.template
    if template is not None and not template.url and template.file is None:
        yield Problem(
            f"{at}.template",
            _("The template is neither a link nor a file."),
            _("Give its web address, attach it, or take the template out."),
        )
    if requirement.shows == "students" and not requirement.consents:
        yield Problem(
            f"{at}.consents",
            _("Students may be seen or heard, and nobody's permission is asked for."),
            _("Choose whose written permission the evidence needs."),
        )
    if requirement.why_instead and not requirement.one_of:
        yield Problem(
            f"{at}.why_instead",
            _("It says why it may be chosen instead, and is no alternative."),
            _("Name the alternatives that it is one of, or take the sentence out."),
        )
    if len(requirement.language) > LONGEST_LANGUAGE:
        yield Problem(
            f"{at}.language",
            _("The language of the evidence is none."),
            _("Choose a language, or let any be taken."),
        )


def about_alternatives(design: Design) -> Iterator[Problem]:
    """What is wrong with groups of alternatives: each needs two members of one part that feed the same criteria."""
    groups: dict[str, list[int]] = {}
    for place, requirement in enumerate(design.requirements):
        if requirement.one_of:
            groups.setdefault(requirement.one_of, []).append(place)
    for group, places in groups.items():
        members = [design.requirements[place] for place in places]
        at = f"requirements.{places[-1]}.one_of"
        if len(group) > LONGEST_GROUP:
            yield Problem(
                at,
                _("The name of the alternatives is too long."),
                format_lazy(_("Use at most {longest} characters."), longest=LONGEST_GROUP),
            )
        if len(members) == 1:
            yield Problem(
                at,
                format_lazy(_("“{group}” has only one alternative."), group=group),
                _("Name the same alternatives at another requirement of the part, or take the name out here."),
            )
        elif len({member.part for member in members}) > 1:
            yield Problem(
                at,
                format_lazy(_("The alternatives “{group}” stand in different parts."), group=group),
                _("Let alternatives be of one part, so that either can take the other's place."),
            )
        elif len({frozenset(member.feeds) for member in members}) > 1:
            yield Problem(
                at,
                format_lazy(_("The alternatives “{group}” feed different criteria."), group=group),
                _("Let each of them feed the same criteria, or a criterion may be left without evidence."),
                "feeding",
            )
