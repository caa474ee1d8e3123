"""What has to be known of a file to read its figures rightly: sentences, the same for people and for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from microcred.measures.files import CountsFile, RatingsFile
from microcred.measures.files.cells import shown as shown_cell
from microcred.measures.reports.figures import OF_PAIRS
from microcred.measures.weighting import Level

WEIGHTS = frozenset({"weight", "weights", "frequency", "freq", "often"})
"""what columns are called that most likely say how often a unit occurred"""

SINGLE = (
    "some units were judged by one rater only. The errors of the first list count these as the packages with Gwet's "
    "formulas do (irrCAC): as if they agreed not at all, and each unit with two judgements for several. Such errors "
    "tell how unevenly judgements are spread, not how surely raters agree, and are too large. The second list is of "
    "the units that two or more judged: rely on it, unless units were judged again because of what was said first. "
    "Figures that are not in it leave single judgements out anyway"
)
"""why two errors stand beside each other"""

LONGEST_SCALE = 20
"""levels up to which whole numbers between are most likely levels that nobody used"""

FEW_FOR_LABELS = 10
"""units judged by two, below which no label is given: none can be earned by so few"""


def notes_of(read: RatingsFile | CountsFile, level: Level, shown: dict[str, Any], *, are_named: bool) -> list[str]:
    """What has to be told.

    Args:
        shown: the figures.
        are_named: whether the categories were listed.
    """
    return list(_notes(read, level, shown, are_named=are_named))


def unused_columns(names: Sequence[str], *, can_weigh: bool = True) -> str:
    """That columns were not used, and how one that weighs would be."""
    if not names:
        return ""
    hints = {each: f" (weigh by it with --weight {each})" for each in names if can_weigh and each.casefold() in WEIGHTS}
    return f"columns not used: {', '.join((each or 'one without a name') + hints.get(each, '') for each in names)}"


def _notes(read: RatingsFile | CountsFile, level: Level, shown: dict[str, Any], *, are_named: bool) -> Iterator[str]:
    if unused := unused_columns(read.unused):
        yield unused
    if isinstance(read, RatingsFile):
        if read.perhaps_rated:
            others = ",".join(map(str, (read.perhaps_rated, *read.panel.raters)))
            yield (
                f"the first column, {shown_cell(read.perhaps_rated)}, is taken to name the units; if it holds ratings: "
                f"--raters {shown_cell(others)}"
            )
        if read.silent:
            several = len(read.silent) > 1
            yield (
                f"{', '.join(map(shown_cell, read.silent))} judged nothing, and {'are' if several else 'is'} not "
                "counted among the raters"
            )
        for what, names in (("rater", read.panel.raters), ("criterion", read.panel.criteria)):
            for name in names:
                if str(name).casefold() in WEIGHTS:
                    yield f"{name} is taken as a {what}; if it says how often a unit occurred: --weight {name}"
        if level != "nominal" and not are_named and read.numeric:
            yield from _gaps([str(each) for each in read.panel.categories])
    parts = [*shown["criteria"].values(), shown["overall"]] if "criteria" in shown else [shown]
    figures = [each for part in parts for each in part["statistics"].values()]
    if any(each.get("interval") == "unseen" for each in figures):
        yield (
            "intervals marked “unseen”: its units do not differ in this, so that a standard error would be 0 and say "
            "nothing; what they could have shown is bounded by Wilson's interval of the agreement, carried into the "
            "coefficient"
        )
    if any(OF_PAIRS in each for each in figures):
        yield SINGLE
    fewest = min(part["pairable"] for part in parts)
    if fewest < FEW_FOR_LABELS and any(each["estimable"] for each in figures):
        yield f"no labels where fewer than {FEW_FOR_LABELS} units were judged by two or more: so few can earn none"


def _gaps(categories: Sequence[str]) -> Iterator[str]:
    if len(categories) < 2 or not all(each.lstrip("-").isdigit() for each in categories):
        return
    used = {int(each) for each in categories}
    whole = range(min(used), max(used) + 1)
    missing = [str(each) for each in whole if each not in used]
    if not missing or len(whole) > LONGEST_SCALE:
        return
    several = len(missing) > 1
    listed = f"{', '.join(missing[:-1])} and {missing[-1]}" if several else missing[0]
    yield (
        f"{listed} {'were' if several else 'was'} never used and {'are' if several else 'is'} not counted as "
        f"{'categories' if several else 'a category'} (AC1, Brennan-Prediger and ordinal weights depend on it); name "
        f"all with --categories {','.join(map(str, whole))}"
    )
