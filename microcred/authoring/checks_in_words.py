"""What each check of a design does, in a sentence for who decides how strictly it is taken."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Words

WHAT_IT_DOES: Mapping[str, Words] = {
    "format": _("Reads the file of a design: fields that are none, and values that cannot be read."),
    "complete": _("Names what is missing or beyond a limit; the catalogue takes no version with gaps."),
    "placeholder": _("Finds texts of a template that were never replaced, such as “lorem ipsum”."),
    "language": _("Compares the language of the texts with the one that the design names."),
    "one-competency": _("Finds a second ability joined to the first, which nothing in the design ties to it."),
    "observable": _(
        "Finds a competency or level that rests on what nobody can see, such as “understands”, or that only ranks."
    ),
    "feeds": _("Every criterion needs evidence, and every requirement a criterion that judges it."),
    "required-level": _("Each criterion names the level that is needed, and it is not the lowest."),
    "levels-distinct": _("Finds levels of a criterion that say the same, or nearly so."),
    "levels-parallel": _("Finds a level that speaks of nothing that its criterion speaks of."),
    "levels-ordered": _("Finds levels that do not rise, by their names, numbers, or what they lack."),
    "reading-grade": _("Finds sections that are hard to read, and very long sentences."),
    "plain": _("Finds words of law and office for which there are plain ones."),
    "inclusive": _("Finds words that leave people out."),
    "citations": _(
        "Looks whether works are cited, whether their addresses have the right form, and how recent they are."
    ),
    "resources": _("Finds addresses that lead nowhere, behind a login or into a shop."),
    "accessible": _(
        "Looks whether attachments and evidence can be used by everybody: text of images, captions, formats."
    ),
    "own-part": _("Looks whether something is left that each does alone, where a team may hand in the same artifact."),
    "hours": _("Finds more or fewer hours than what is asked for can take, by generous measures."),
    "alignment": _("Looks whether a professional standard is named at all."),
    "overlap": _("Finds near copies of other designs, and the same ability in other words."),
}
"""By the name of the check."""
