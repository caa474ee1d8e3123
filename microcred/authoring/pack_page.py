"""A data pack in words: each figure with its number, its interval, what it was counted from and what it cannot say."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from microcred.authoring.groups_page import ShownGroups, shown_groups
from microcred.authoring.pack import (
    SMALL,
    Comments,
    CriterionFigures,
    Difference,
    Figure,
    Hint,
    Pack,
    Source,
    Standing,
    Unit,
    VersionFigures,
)

FIGURE_NAMES: dict[str, str | Promise] = {
    "under_way": gettext_lazy("Under way"),
    "submissions": gettext_lazy("Handed in"),
    "awards": gettext_lazy("Earned"),
    "returns": gettext_lazy("Came back"),
    "first_try": gettext_lazy("Earned at first try"),
    "turnaround": gettext_lazy("From submission to decision"),
    "in_work": gettext_lazy("From start to first submission"),
    "split": gettext_lazy("Needed a third reading"),
    "hours": gettext_lazy("Hours of work"),
    "reading": gettext_lazy("A reading"),
    "helped": gettext_lazy("Feedback helped, at least in part"),
    # In packs that were counted before anybody counted ratings.
    "ratings": gettext_lazy("How helpful the feedback was"),
    "phi": gettext_lazy("Dependability of one reading (Φ)"),
    "phi_two": gettext_lazy("Dependability of two readings (Φ)"),
    # In packs that were counted before grade bands of licences were looked at.
    "groups": gettext_lazy("Differences by grade band, subject and setting"),
    "subjects": gettext_lazy("Differences by subject and setting"),
    "rulings": gettext_lazy("Rulings of lead assessors"),
    "appeals": gettext_lazy("Appeals"),
}
SOURCE_NAMES: dict[Source, str | Promise] = {
    Source.PURSUITS: gettext_lazy("Counted from work that was started."),
    Source.SUBMISSIONS: gettext_lazy("Counted from submissions; each attempt is one."),
    Source.DECISIONS: gettext_lazy("Counted from decisions."),
    Source.DECIDING_READINGS: gettext_lazy("Counted from the readings that decided."),
    Source.DOUBLE_READINGS: gettext_lazy("Counted from submissions that two people read."),
    Source.AWARDS: gettext_lazy("Counted from awards that were signed."),
    Source.APPEALS: gettext_lazy("Counted from appeals, without those that were taken back."),
    Source.RATINGS: gettext_lazy("Counted from what educators said of feedback, once they cannot say otherwise."),
    Source.CONTEXTS: gettext_lazy("Nobody is asked in which grade, subject or setting the work was done."),
    Source.RULINGS: gettext_lazy("Counted from the decision rules that were published."),
    Source.READINGS: gettext_lazy("Counted from readings, from taking a submission to saving what was found."),
    Source.HOURS: gettext_lazy("Nobody is asked how many hours they worked."),
}

HINTS: dict[Hint, str | Promise] = {
    Hint.UNCLEAR: gettext_lazy(
        "Readers differ on it more than twice as often as on the others: its wording may be unclear."
    ),
    Hint.UNUSED: gettext_lazy("A level is given less than five times in a hundred: merge it, or say it otherwise."),
    Hint.ALONE: gettext_lazy(
        "It goes its own way: it may ask for something else than the rest, and stand better alone."
    ),
    Hint.SAME: gettext_lazy("Nearly all get one level: it tells nobody apart, and could be a check that it is there."),
    Hint.READERS: gettext_lazy(
        "Which level it gets depends more on who reads than on the work: its wording may be unclear."
    ),
    Hint.CLOSE: gettext_lazy(
        "One of its levels has hardly any work of its own (the steps into it and out of it are less than 1.4 logits "
        "apart): merge it, or say it otherwise."
    ),
}
"""Rules of thumb (Linacre’s guidelines on levels; criterion-rest correlations as item analysis reads them)."""

SOURCES_OF_SPREAD: dict[str, str | Promise] = {
    "person": gettext_lazy("the work"),
    "rater": gettext_lazy("who reads (harsher or milder in all)"),
    "criterion": gettext_lazy("the criterion (easier or harder for all)"),
    "person x rater": gettext_lazy("how a reader sees single work as a whole"),
    "person x criterion": gettext_lazy("work that is better by one criterion than by another"),
    "rater x criterion": gettext_lazy("readers who are harsher by one criterion than by another"),
    "rest": gettext_lazy("the rest (what a reader found of one criterion in one work)"),
}


@dataclass(frozen=True)
class ShownFigure:
    """A figure as it stands on the page. `low`, `high` and `point` are percent of the width of its drawing."""

    name: str | Promise
    value: str
    unit: str
    words: str
    source: str | Promise
    warns: bool
    low: float | str = ""
    high: float | str = ""
    point: float | str = ""


@dataclass(frozen=True)
class ShownCriterion:
    """A criterion with its two figures, and how it stands against the version before."""

    criterion: CriterionFigures
    not_met: ShownFigure
    agreement: ShownFigure
    change: str
    exact: ShownFigure | None = None
    ac2: ShownFigure | None = None
    caused: ShownFigure | None = None
    rest: ShownFigure | None = None
    phi: ShownFigure | None = None
    difficulty: ShownFigure | None = None
    hints: Sequence[str | Promise] = ()


@dataclass(frozen=True)
class ShownVersion:
    """One version of a pack, in words."""

    version: VersionFigures
    figures: Sequence[ShownFigure]
    missing: Sequence[ShownFigure]
    criteria: Sequence[ShownCriterion]
    changes: Sequence[str]
    comments: str
    spread: Sequence[tuple[str | Promise, int]] = ()
    """where the spread of levels comes from, in hundredths"""
    groups: ShownGroups | None = None


def shown_pack(pack: Pack) -> list[ShownVersion]:
    """The versions of a pack for a page, the newest first."""
    return [_version(each) for each in pack.versions]


def _version(version: VersionFigures) -> ShownVersion:
    shown = [shown_figure(figure) for figure in version.figures if figure.standing is not Standing.NOT_COLLECTED]
    missing = [shown_figure(figure) for figure in version.figures if figure.standing is Standing.NOT_COLLECTED]
    criteria = [
        ShownCriterion(
            each,
            shown_figure(each.not_met, name=each.name),
            shown_figure(each.agreement, name=each.name),
            _change(each.change) if each.change else "",
            exact=_if_counted(each.exact, each.name),
            ac2=_if_counted(each.ac2, each.name),
            caused=_if_counted(each.caused, each.name),
            rest=_if_counted(each.rest, each.name),
            phi=_if_counted(each.phi, each.name),
            difficulty=_if_counted(each.difficulty, each.name),
            hints=[*(HINTS[hint] for hint in each.hints), *_alike(each)],
        )
        for each in version.criteria
    ]
    changes = [f"{FIGURE_NAMES[change.name]}: {_change(change)}" for change in version.changes]
    spread = [(SOURCES_OF_SPREAD[each.source], round(100 * each.share)) for each in version.spread]
    groups = None if version.by_grade is None else shown_groups(version.by_grade)
    return ShownVersion(version, shown, missing, criteria, changes, _comments(version.comments), spread, groups)


def _alike(criterion: CriterionFigures) -> list[str]:
    """What it means that every reader gives it the level of another criterion."""
    words = _(
        "With every reader it goes with “{other}” (r above .9): merge the two, or train readers to look at each alone."
    )
    return [words.format(other=other) for other in criterion.alike]


def _if_counted(figure: Figure | None, name: str) -> ShownFigure | None:
    """A figure that packs of before do not have."""
    return None if figure is None else shown_figure(figure, name=name)


def shown_figure(figure: Figure, *, name: str | Promise = "") -> ShownFigure:
    """One figure for a page."""
    name = name or FIGURE_NAMES.get(figure.name, figure.name)
    source = SOURCE_NAMES[figure.source]
    match figure.standing:
        case Standing.NOT_COLLECTED:
            return ShownFigure(name, "—", "", _("Not collected yet."), source, warns=False)
        case Standing.NOTHING_YET if figure.unit is Unit.COEFFICIENT and figure.of:
            words = ngettext("{of} submission: too few to say.", "{of} submissions: too few to say.", figure.of)
            return ShownFigure(name, "—", "", words.format(of=figure.of), source, warns=False)
        case Standing.NOTHING_YET:
            return ShownFigure(name, "—", "", _("Nothing to count yet."), source, warns=False)
        case Standing.TOO_FEW:
            words = _("Fewer than {number} people: it could point to one of them, so it is not shown.")
            return ShownFigure(name, "—", "", words.format(number=SMALL), source, warns=False)
    if figure.unit is Unit.COEFFICIENT:
        words = _("{of} submissions; likely between {low} and {high}.").format(
            of=figure.of, low=_coefficient(figure.low), high=_coefficient(figure.high)
        )
        return ShownFigure(name, _coefficient(figure.value), "", words, source, warns=False)
    if figure.unit is Unit.MINUTES:
        words = _("The middle half of {of} took {low} to {high} minutes.").format(
            of=figure.of, low=round(figure.low or 0), high=round(figure.high or 0)
        )
        return ShownFigure(name, str(round(figure.value or 0)), _("minutes"), words, source, warns=False)
    if figure.unit is Unit.SHARE:
        return _share(figure, name, source)
    if figure.unit is Unit.DAYS:
        words = _("The middle half of {of} took {low} to {high} days.").format(
            of=figure.of, low=_days(figure.low), high=_days(figure.high)
        )
        return ShownFigure(name, _days(figure.value), _("days"), _marked(words, figure), source, warns=figure.is_thin)
    return ShownFigure(name, number_format(round(figure.value or 0)), "", "", source, warns=False)


def _share(figure: Figure, name: str | Promise, source: str | Promise) -> ShownFigure:
    low, high, point = (round(100 * (each or 0), 1) for each in (figure.low, figure.high, figure.value))
    words = _("{hits} of {of}; likely between {low} and {high} %.").format(
        hits=figure.hits, of=figure.of, low=round(low), high=round(high)
    )
    value = str(round(point))
    words = _marked(words, figure)
    return ShownFigure(name, value, "%", words, source, warns=figure.is_thin, low=low, high=high, point=point)


def _marked(words: str, figure: Figure) -> str:
    if not figure.is_thin:
        return words
    few = ngettext("Only {number} case: read it with care.", "Only {number} cases: read it with care.", figure.of or 0)
    return f"{words} {few.format(number=figure.of)}"


def _change(change: Difference) -> str:
    points = round(100 * abs(change.value))
    low, high = round(100 * change.low), round(100 * change.high)
    if not change.is_clear:
        words = _("No clear difference (between {low} and {high} points).")
    elif change.value > 0:
        words = _("{points} points more (between {low} and {high}).")
    else:
        words = _("{points} points fewer (between {low} and {high}).")
    return words.format(points=points, low=_signed(low), high=_signed(high))


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else f"\N{MINUS SIGN}{-points}" if points < 0 else "0"


def _coefficient(value: float | None) -> str:
    return number_format(round(value or 0, 2), 2, use_l10n=True)


def _days(days: float | None) -> str:
    return number_format(round(days or 0, 1), 1, use_l10n=True)


def _comments(comments: Comments) -> str:
    match comments.standing:
        case Standing.TOO_FEW:
            return _(
                "Comments on the work of fewer than {number} people are not shown: they could point to one."
            ).format(number=SMALL)
        case Standing.COUNTED:
            return _("From the work of {number} people, in the order of their wording.").format(number=comments.of)
    return _("No comments yet.")
