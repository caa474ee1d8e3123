"""Differences between groups in words: who there is, for whom a criterion is harder, and how sure that is.

The same words stand on a quality page, in a pack and in a report.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from microcred.authoring.pack import SMALL, Found, GroupBeside, GroupDifference, Groups
from microcred.foundation.signs import signed
from microcred.measures.differential import ENOUGH

FOUND: dict[Found, tuple[str, str | Promise]] = {
    Found.HARDER: ("warning", gettext_lazy("harder: look into why")),
    Found.EASIER: ("warning", gettext_lazy("easier: look into why")),
    Found.NONE: ("success", gettext_lazy("no difference to speak of")),
    Found.OPEN: ("neutral", gettext_lazy("cannot be told yet")),
    Found.UNKNOWN: ("neutral", gettext_lazy("no figure")),
}
"""The tone, and what it says."""

WHY: dict[str, str | Promise] = {
    "few in a group": gettext_lazy("too few of one group were judged by all criteria"),
    "few criteria": gettext_lazy("it takes two other criteria to say who does as well"),
    "no overlap": gettext_lazy("most of one group have nobody in the other who does as well by the other criteria"),
    "no spread": gettext_lazy("levels differ too little, here or by the other criteria"),
    "few matches": gettext_lazy(
        "fewer than two results by the other criteria are shared by two or more people of each group"
    ),
    "unreliable match": gettext_lazy("the other criteria have too little in common to say who does as well"),
}


@dataclass(frozen=True)
class ShownDifference:
    """One criterion, as it stands in a table."""

    criterion: str
    value: str
    interval: str
    tone: str
    words: str | Promise


@dataclass(frozen=True)
class ShownGroup:
    """One group beside others."""

    title: str
    rows: Sequence[ShownDifference]


@dataclass(frozen=True)
class ShownGroups:
    """All that is told.

    Attributes:
        people: who there is. `reading`: how to read the tables. `notes`: what they say, and what not.
    """

    people: str
    reading: str
    compared: Sequence[ShownGroup]
    notes: Sequence[str]


def shown_groups(groups: Groups) -> ShownGroups:
    """The differences for a page or a document."""
    compared = [_group(one) for one in groups.compared]
    return ShownGroups(_people(groups), _reading() if compared else "", compared, _notes() if compared else [])


def _people(groups: Groups) -> str:
    told = [
        _("{group} (about {people})").format(group=_(name), people=number_format(number))
        for name, number in groups.people
    ]
    if not told and not groups.has_small:
        return _(
            "Of nobody whose work was decided is it known for which grades they are licensed: that is taken from "
            "licenses that an office confirmed. Groups are compared from {enough} people each on."
        ).format(enough=ENOUGH)
    said = []
    if told:
        who = _("People whose confirmed license is for one grade band, in fives, rounded down: {groups}.")
        said.append(who.format(groups=", ".join(told)))
    if groups.has_small:
        few = _("Grade bands of fewer than {number} people are not shown and not counted.")
        said.append(few.format(number=SMALL))
    if not groups.compared:
        few = _(
            "Groups are compared from {enough} people on, with as many others beside them: so far too few to say "
            "whether a criterion is harder for some."
        )
        said.append(few.format(enough=ENOUGH))
    elif any(number < ENOUGH for _name, number in groups.people):
        said.append(_("Those of fewer than {enough} are only among the others.").format(enough=ENOUGH))
    return " ".join(said)


def _group(one: GroupBeside) -> ShownGroup:
    numbers = {"people": number_format(one.people), "others": number_format(one.others), "group": _(one.name)}
    if one.beside:
        title = _("{group} (about {people} people) beside {beside} (about {others})").format(
            beside=_(one.beside), **numbers
        )
    else:
        title = _("{group} (about {people} people) beside all others (about {others})").format(**numbers)
    return ShownGroup(title, [_difference(each) for each in one.criteria])


def _difference(one: GroupDifference) -> ShownDifference:
    tone, words = FOUND[one.found]
    if one.value is None or one.low is None or one.high is None:
        return ShownDifference(one.criterion, "–", "", tone, f"{words}: {WHY.get(one.why, one.why)}")
    interval = _("{low} to {high}").format(low=signed(one.low), high=signed(one.high))
    return ShownDifference(one.criterion, signed(one.value), interval, tone, words)


def _reading() -> str:
    return _(
        "How many levels more or less the group gets on a criterion than others whose work is as good by the other "
        "criteria, with a 95 % interval; below 0, the criterion is harder for the group. Each person counts once, with "
        "what decided on the first attempt."
    )


def _notes() -> list[str]:
    return [
        _(
            "“Look into why” stands where a difference is more than chance makes it, all comparisons taken together, "
            "and at least 0.17 standard deviations. That is no proof of unfairness: the wording may ask for what is "
            "rarer in these grades, or the work may really differ. It asks people to read the criterion and some of "
            "the work again."
        ),
        _(
            "What it does not say: what makes the whole rubric harder for a group cannot be seen this way. The grade "
            "band is that of the license, which need not be that of the class. Who has no confirmed license, or "
            "licenses for several bands, is left out. No score is changed by it."
        ),
    ]
