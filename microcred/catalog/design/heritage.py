"""Where a design comes from, what others may do with it, and the pictures in it: what must be right to publish. Pure.

The open licenses are those of Creative Commons that let others adapt a work, by their SPDX identifiers
(https://spdx.org/licenses/). ShareAlike asks that adaptations stay under the same license (CC BY-SA 4.0, section
3(b)), and attribution that those before are named (section 3(a)), which the line of descent does.
"""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design.problem import Problem
from microcred.catalog.design.shape import Design

OPEN_LICENSES: Mapping[str, str | Promise] = {
    "CC0-1.0": _("CC0 1.0: free for everything"),
    "CC-BY-4.0": _("CC BY 4.0: with attribution"),
    "CC-BY-SA-4.0": _("CC BY-SA 4.0: with attribution, under the same license"),
    "CC-BY-NC-4.0": _("CC BY-NC 4.0: with attribution, not commercially"),
    "CC-BY-NC-SA-4.0": _("CC BY-NC-SA 4.0: with attribution, not commercially, under the same license"),
}
"""What a design may be published under, so that everybody may write a design of their own from it."""

LONGEST_ALT = 500
"""Characters of an alternative text: what a screen reader reads at one go."""


def license_address(license: str) -> str:  # noqa: A002 - the word of the license's own field
    """The web address of an open license; empty of none."""
    if license not in OPEN_LICENSES:
        return ""
    if license == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    terms, version = license.removeprefix("CC-").rsplit("-", 1)
    return f"https://creativecommons.org/licenses/{terms.lower()}/{version}/"


def may_be_adapted(design: Design) -> bool:
    """Whether its own license lets everybody write a design of theirs from it."""
    return design.license in OPEN_LICENSES


def about_heritage(design: Design) -> Iterator[Problem]:
    """A license that nobody knows, or another than the one that a forebear asks for."""
    if design.license and design.license not in OPEN_LICENSES:
        yield Problem(
            "license",
            format_lazy(_("“{license}” is none of the open licenses."), license=design.license),
            _("Choose one of the list, or none."),
        )
    asked = next((step.license for step in reversed(design.derived_from) if "-SA-" in step.license), None)
    if asked is not None and design.license != asked:
        yield Problem(
            "license",
            format_lazy(_("What this was adapted from asks for the same license, {license}."), license=asked),
            format_lazy(_("Choose {license}."), license=asked),
        )


def about_images(design: Design) -> Iterator[Problem]:
    """Pictures that say nothing to who cannot see them, or that are none."""
    for place, image in enumerate(design.images):
        if not image.alt:
            yield Problem(
                f"images.{place}.alt",
                _("The picture has no words for who cannot see it."),
                _("Say what the picture shows and why it is there."),
            )
        elif len(image.alt) > LONGEST_ALT:
            yield Problem(
                f"images.{place}.alt",
                _("The text is too long."),
                format_lazy(_("Use at most {longest} characters."), longest=LONGEST_ALT),
            )
        if image.file is None or not image.sha256:
            yield Problem(f"images.{place}", _("The picture has no file."), _("Upload it, or take it out."))
