"""Figures of agreement, of severity and of decisions, for anyone who wants to check one."""

import json
import os
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from microcred.cli.app import app

if TYPE_CHECKING:
    from microcred.measures.files import CountsFile, RatingsFile
    from microcred.measures.ratings import Numbers


class LevelOf(StrEnum):
    """What the categories of ratings are."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class ScaleOf(StrEnum):
    """Whether criteria share their thresholds."""

    RATING_SCALE = "rating-scale"
    PARTIAL_CREDIT = "partial-credit"


ALL = "all"
"""every column that has no other part"""

RatingsPath = Annotated[Path, typer.Argument(metavar="FILE.csv", help="The ratings; - reads standard input.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON, for programs.")]
Missing = Annotated[
    str, typer.Option(metavar="A,B,...", help="What stands where nobody judged, besides blanks, NA, NaN, null and .")
]
Confidence = Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")]


def _number(said: float | None) -> float | None:
    """What was said, where it is a number of this world."""
    if said is not None and not isfinite(said):
        raise typer.BadParameter(f"{said} is no level that anybody could reach. Give a number.")
    return said


@app.command()
def agreement(
    file: RatingsPath,
    level: Annotated[
        LevelOf | None,
        typer.Option(help="What the categories are.", show_default="ordinal; nominal where they are words"),
    ] = None,
    categories: Annotated[
        str, typer.Option(metavar="A,B,...", help="All that could have been said, the lowest first; else what was.")
    ] = "",
    wide: Annotated[bool, typer.Option("--wide", help="A line for each unit, a column for each rater.")] = False,
    criteria: Annotated[
        str,
        typer.Option(metavar="A,B,...|all", help="A line for each reading, and these columns, or all, are criteria."),
    ] = "",
    counts: Annotated[
        bool, typer.Option("--counts", help="A line for each unit: how many raters said each category.")
    ] = False,
    table: Annotated[
        bool, typer.Option("--table", help="Two raters: categories of the first down, of the second across.")
    ] = False,
    cases: Annotated[
        float | None, typer.Option(min=2, help="With --table: of how many cases it holds the shares.")
    ] = None,
    unit: Annotated[
        str,
        typer.Option(help="The column with the unit, or several as work,task; with --wide and --counts the first."),
    ] = "",
    rater: Annotated[str, typer.Option(help="The column with the rater.")] = "rater",
    value: Annotated[str, typer.Option(help="The column with what was said.")] = "value",
    criterion: Annotated[str, typer.Option(help="The column with the criterion, where there is one.")] = "criterion",
    weight: Annotated[str, typer.Option(help="The column that says how often a unit occurred.")] = "",
    raters: Annotated[
        str, typer.Option(metavar="A,B,...", help="In the wide form the columns with ratings; else all others.")
    ] = "",
    weights: Annotated[
        str, typer.Option(metavar="TABLE", help="Weights of agreement of your own, as “1 0.5 0; 0.5 1 0.5; 0 0.5 1”.")
    ] = "",
    disagreement: Annotated[
        str, typer.Option(metavar="TABLE", help="The same as disagreement; one line: by how many steps are between.")
    ] = "",
    cut: Annotated[
        float | None,
        typer.Option(
            callback=_number, help="The level at which a criterion is met: are decisions alike, are they right?"
        ),
    ] = None,
    missing: Missing = "",
    confidence: Confidence = 0.95,
    seed: Annotated[int | None, typer.Option(min=0, help="Of resampling: the same seed, the same interval.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print every statistic of agreement of a file of ratings, with intervals, so that anyone can check a figure.

    Exit 0: printed; what cannot be estimated is told with its reason. 1: nothing at all can be estimated. 2: the file
    holds no ratings that can be read. Needs no server.
    """
    # Tables are small: threads that wait for each other take longer than the sums.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from microcred.measures import files
    from microcred.measures.files.counting import weights_in
    from microcred.measures.files.levels import level_of
    from microcred.measures.reports import document

    said, marks = listed(categories) or None, listed(missing)
    forms = {"--wide": wide, "--criteria": bool(criteria), "--counts": counts, "--table": table}
    try:
        if sum(forms.values()) > 1:
            given = " and ".join(name for name, is_given in forms.items() if is_given)
            raise files.FileUnreadable(f"{given} are different forms of a file. Name one.")
        read: RatingsFile | CountsFile
        if table:
            read = files.read_table(file, cases=cases, missing=marks)
        elif counts:
            read = files.read_counts(file, unit=unit or None, categories=said, weight=weight or None, missing=marks)
        elif wide:
            read = files.read_wide(
                file,
                unit=unit or None,
                raters=listed(raters),
                criterion=criterion,
                weight=weight or None,
                categories=said,
                missing=marks,
            )
        else:
            names = files.Columns(unit or "unit", rater, value, criterion, weight or None)
            chosen = [] if criteria == ALL else listed(criteria)
            read = (
                files.read_readings(file, names=names, criteria=chosen, categories=said, missing=marks)
                if criteria
                else files.read_long(file, names=names, categories=said, missing=marks)
            )
        of = level_of(
            file,
            level.value if level else None,
            numeric=read.numeric,
            odd=read.odd,
            are_ordered=bool(said) or (table and level is LevelOf.ORDINAL),
        )
        own: Numbers | None = None
        if weights or disagreement:
            size = len((read.ratings if isinstance(read, files.CountsFile) else read.panel).categories)
            own = weights_in(weights or disagreement, size, is_disagreement=not weights)
    except files.FileUnreadable as problem:
        refuse(problem)
    options: dict[str, Any] = {"confidence": confidence, "own": own, "cut": cut, "are_named": bool(said)}
    with quietly():
        found = document.document_of(read, of, **options | ({} if seed is None else {"seed": seed}))
    tell(found, document.document_in_words(found, criterion=criterion), as_json=as_json)
    raise typer.Exit(0 if document.is_anything(found) else 1)


@app.command()
def severity(
    file: RatingsPath,
    person: Annotated[str, typer.Option(help="The column with whose work it is.")] = "person",
    rater: Annotated[str, typer.Option(help="The column with the rater.")] = "rater",
    criterion: Annotated[str, typer.Option(help="The column with the criterion, where there is one.")] = "criterion",
    score: Annotated[str, typer.Option(help="The column with the score, a whole number.")] = "score",
    wide: Annotated[bool, typer.Option("--wide", help="A line for each reading, a column for each criterion.")] = False,
    criteria: Annotated[
        str, typer.Option(metavar="A,B,...|all", help="Which columns those are; with --wide alone all others.")
    ] = "",
    scale: Annotated[ScaleOf, typer.Option(help="Whether criteria share thresholds.")] = ScaleOf.RATING_SCALE,
    lowest: Annotated[int | None, typer.Option(help="The lowest score there is; else the lowest given.")] = None,
    highest: Annotated[int | None, typer.Option(help="The highest score there is; else the highest given.")] = None,
    persons: Annotated[bool, typer.Option("--persons", help="List the persons too; JSON has them anyway.")] = False,
    missing: Missing = "",
    confidence: Confidence = 0.95,
    as_json: AsJson = False,
) -> None:
    """Print how severe each rater is, by many-facet Rasch, with fit, fair averages, separation and agreement.

    Exit 0: printed. 1: no severities can be compared, told with the reason. 2: the file holds no scores that can be
    read. Needs no server.
    """
    from microcred.measures import facets
    from microcred.measures.files import FileUnreadable
    from microcred.measures.files.scoring import read_scores
    from microcred.measures.reports.notes import unused_columns
    from microcred.measures.reports.severity import never_given, severity_as_data, severity_in_words

    try:
        judgements, unused = read_scores(
            file,
            names={"person": person, "rater": rater, "criterion": criterion, "score": score},
            lowest=lowest,
            highest=highest,
            wide=wide or bool(criteria),
            criteria=[] if criteria == ALL else listed(criteria),
            missing=listed(missing),
        )
    except FileUnreadable as problem:
        refuse(problem)
    with quietly():
        found = facets.many_facets(judgements, "rating scale" if scale is ScaleOf.RATING_SCALE else "partial credit")
    told: dict[str, Any] = {
        "confidence": confidence,
        "repeated": judgements.repeated,
        "notes": [note for note in (unused_columns(unused, can_weigh=False), never_given(judgements)) if note],
        "links": facets.links_of(judgements, found) if isinstance(found, facets.Facets) else None,
    }
    data = severity_as_data(found, **told)
    words = severity_in_words(found, persons=persons, **told)
    tell(data, words, as_json=as_json)
    raise typer.Exit(0 if isinstance(found, facets.Facets) else 1)


@app.command()
def consistency(
    cut: Annotated[
        float, typer.Option(callback=_number, help="The total that passes; without FILE, as a share of all points.")
    ],
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE.csv]", help="The totals of people, one a line; - reads stdin.")
    ] = None,
    total: Annotated[str, typer.Option(help="The column with the total.")] = "total",
    reliability: Annotated[
        float | None, typer.Option(min=0.001, max=0.999, help="Of the totals, as Phi or alpha tell it.")
    ] = None,
    lowest: Annotated[float | None, typer.Option(help="The lowest total there is; else the lowest given.")] = None,
    highest: Annotated[float | None, typer.Option(help="The highest total there is; else the highest given.")] = None,
    alpha: Annotated[float | None, typer.Option(help="Without FILE: the beta distribution of true scores.")] = None,
    beta: Annotated[float | None, typer.Option(help="Its other shape.")] = None,
    lower: Annotated[float, typer.Option(help="Its lower end, 0 to 1.")] = 0.0,
    upper: Annotated[float, typer.Option(help="Its upper end, 0 to 1.")] = 1.0,
    length: Annotated[float | None, typer.Option(help="Without FILE: the effective length of the test.")] = None,
    missing: Missing = "",
    as_json: AsJson = False,
) -> None:
    """Print how consistent and accurate decisions at a cut of a total are, by Livingston and Lewis.

    Exit 0: printed. 1: cannot be estimated, told with the reason. 2: the file holds no totals that can be read, or
    something is missing. Needs no server.
    """
    from microcred.measures import decisions
    from microcred.measures.estimates import NotEstimable
    from microcred.measures.files import FileUnreadable
    from microcred.measures.files.scoring import read_totals
    from microcred.measures.reports.classification import classification_as_data, classification_in_words

    try:
        if file is None:
            if alpha is None or beta is None or length is None:
                raise FileUnreadable(
                    "Name a file of totals and their --reliability, or the distribution of true scores: --alpha, "
                    "--beta and --length, with --lower and --upper."
                )
            spread: decisions.TrueScores | NotEstimable = decisions.TrueScores(alpha, beta, lower, upper, length)
            share = cut
        else:
            if reliability is None:
                raise FileUnreadable("Say how reliable the totals are with --reliability: the Phi of their readings.")
            totals = read_totals(file, column=total, missing=listed(missing))
            low = float(totals.min()) if lowest is None else lowest
            high = float(totals.max()) if highest is None else highest
            spread = decisions.true_scores(totals, reliability=reliability, lowest=low, highest=high)
            share = (cut - low) / (high - low) if high > low else cut
        found = (
            spread
            if isinstance(spread, NotEstimable)
            else decisions.classification(
                alpha=spread.alpha,
                beta=spread.beta,
                lower=spread.lower,
                upper=spread.upper,
                effective_length=spread.effective_length,
                cut=share,
            )
        )
    except (FileUnreadable, ValueError) as problem:
        refuse(problem)
    shown = classification_as_data(found, spread)
    tell(shown, classification_in_words(shown), as_json=as_json)
    raise typer.Exit(1 if isinstance(found, NotEstimable) else 0)


@contextmanager
def quietly() -> Iterator[None]:
    """Numbers at the edge of what can be reckoned with become figures or reasons, never warnings of a program."""
    import numpy as np

    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def refuse(problem: Exception) -> NoReturn:
    words = str(problem)
    typer.echo(words if words.endswith(".") else f"{words[:1].upper()}{words[1:]}.", err=True)
    raise typer.Exit(2) from problem


def tell(data: dict[str, Any], words: Iterable[str], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))
        return
    typer.echo("\n".join(words))


def listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]
