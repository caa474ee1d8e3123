"""Figures of agreement and of severity, for anyone who wants to check one."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from microcred.cli.app import app


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


RatingsPath = Annotated[Path, typer.Argument(metavar="FILE.csv", help="The ratings; - reads standard input.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON, for programs.")]
Missing = Annotated[
    str, typer.Option(metavar="A,B,...", help="What stands where nobody judged, besides blanks, NA, NaN, null and .")
]

WORDS_HAVE_NO_ORDER = (
    "What was said are words, which have no order of their own. Name them with --categories, the lowest first, or take "
    "--level nominal."
)
WORDS_HAVE_NO_DISTANCES = (
    "What was said are words, which have no distances. Take --level nominal, or --level ordinal with --categories, the "
    "lowest first."
)


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
    unit: Annotated[str, typer.Option(help="The column with the unit; in the wide form else the first.")] = "",
    rater: Annotated[str, typer.Option(help="The column with the rater.")] = "rater",
    value: Annotated[str, typer.Option(help="The column with what was said.")] = "value",
    criterion: Annotated[str, typer.Option(help="The column with the criterion, where there is one.")] = "criterion",
    raters: Annotated[
        str, typer.Option(metavar="A,B,...", help="In the wide form the columns with ratings; else all others.")
    ] = "",
    missing: Missing = "",
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95,
    seed: Annotated[int | None, typer.Option(help="Of resampling: the same seed, the same interval.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print every statistic of agreement of a file of ratings, with intervals, so that anyone can check a figure.

    Exit 0: printed; what cannot be estimated is told with its reason. 2: the file holds no ratings that can be read.
    Needs no server.
    """
    from microcred.measures import files, further, reports

    said, marks = _listed(categories) or None, _listed(missing)
    names = {"unit": unit or "unit", "rater": rater, "value": value, "criterion": criterion}
    try:
        read = (
            files.read_wide(
                file,
                unit=unit or None,
                raters=_listed(raters),
                criterion=criterion,
                categories=said,
                missing=marks,
            )
            if wide
            else files.read_long(file, names=names, categories=said, missing=marks)
        )
        of = level or (LevelOf.ORDINAL if read.numeric or said else LevelOf.NOMINAL)
        if not read.numeric and of in (LevelOf.INTERVAL, LevelOf.RATIO):
            raise files.FileUnreadable(WORDS_HAVE_NO_DISTANCES)
        if not read.numeric and of is LevelOf.ORDINAL and not said:
            raise files.FileUnreadable(WORDS_HAVE_NO_ORDER)
    except files.FileUnreadable as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem
    options: dict[str, Any] = {"confidence": confidence} | ({} if seed is None else {"seed": seed})
    found = {
        name: (ratings, reports.agreement_report(ratings, of.value, **options))
        for name, ratings in read.by_criterion.items()
    }
    if as_json:
        data = {
            name: reports.agreement_as_data(*each)
            | {
                "without_interval": further.further_as_data(further.further_report(each[0], of.value)),
                "by_rater": further.raters_as_data(each[0]),
            }
            for name, each in found.items()
        }
        shown = data[""] if list(data) == [""] else {"criteria": data}
        typer.echo(json.dumps({"level": of.value} | shown, ensure_ascii=False, indent=2, allow_nan=False))
        return
    for name, each in found.items():
        if name:
            typer.echo(f"{criterion}: {name}")
        for line in reports.agreement_in_words(*each):
            typer.echo(line)
        for line in further.further_in_words(
            further.further_report(each[0], of.value), further.raters_as_data(each[0])
        ):
            typer.echo(line)


@app.command()
def severity(
    file: RatingsPath,
    person: Annotated[str, typer.Option(help="The column with whose work it is.")] = "person",
    rater: Annotated[str, typer.Option(help="The column with the rater.")] = "rater",
    criterion: Annotated[str, typer.Option(help="The column with the criterion, where there is one.")] = "criterion",
    score: Annotated[str, typer.Option(help="The column with the score, a whole number.")] = "score",
    wide: Annotated[bool, typer.Option("--wide", help="A line for each reading, a column for each criterion.")] = False,
    scale: Annotated[ScaleOf, typer.Option(help="Whether criteria share thresholds.")] = ScaleOf.RATING_SCALE,
    lowest: Annotated[int | None, typer.Option(help="The lowest score there is; else the lowest given.")] = None,
    highest: Annotated[int | None, typer.Option(help="The highest score there is; else the highest given.")] = None,
    missing: Missing = "",
    as_json: AsJson = False,
) -> None:
    """Print how severe each rater is, by many-facet Rasch, with fit, fair averages, separation and agreement.

    Exit 0: printed. 1: no severities can be compared, told with the reason. 2: the file holds no scores that can be
    read. Needs no server.
    """
    from microcred.measures import facets, files, reports

    names = {"person": person, "rater": rater, "criterion": criterion, "score": score}
    try:
        judgements = files.read_scores(
            file, names=names, lowest=lowest, highest=highest, wide=wide, missing=_listed(missing)
        )
    except files.FileUnreadable as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem
    found = facets.many_facets(judgements, "rating scale" if scale is ScaleOf.RATING_SCALE else "partial credit")
    if as_json:
        typer.echo(json.dumps(reports.severity_as_data(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        for line in reports.severity_in_words(found):
            typer.echo(line)
    raise typer.Exit(0 if isinstance(found, facets.Facets) else 1)


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]
