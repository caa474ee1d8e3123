"""Whether raters change, and whether somebody qualifies: charts and the sequential test, for anyone's own checks."""

from pathlib import Path
from typing import Annotated, Any

import typer

from microcred.cli.app import app
from microcred.cli.measuring import AsJson, Confidence, Missing, listed, quietly, refuse, tell

ChecksPath = Annotated[
    Path, typer.Argument(metavar="FILE.csv", help="A line for each check: rater, time, agreed and given level.")
]
Rater = Annotated[str, typer.Option(help="The column with the rater, where there are several.")]
Time = Annotated[str, typer.Option(help="The column with the time, where lines are not in order: numbers or dates.")]
Agreed = Annotated[str, typer.Option(help="The column with the level that is agreed, or expected.")]
Given = Annotated[str, typer.Option(help="The column with the level that was given.")]
InOrder = Annotated[bool, typer.Option("--in-order", help="Lines are in the order of time; the column is not used.")]
Categories = Annotated[str, typer.Option(metavar="A,B,...", help="All levels, the lowest first, where they are words.")]
Share = {"min": 0.001, "max": 0.999}


@app.command()
def drift(
    file: ChecksPath,
    rater: Rater = "rater",
    time: Time = "time",
    agreed: Agreed = "agreed",
    given: Given = "given",
    in_order: InOrder = False,
    categories: Categories = "",
    usual: Annotated[float, typer.Option(**Share, help="The share of disagreement that is usual.")] = 0.20,
    raised: Annotated[float, typer.Option(**Share, help="The share that shall be noticed.")] = 0.40,
    limit: Annotated[float, typer.Option(min=0.1, max=50, help="At which disagreement signals.")] = 3.5,
    spread: Annotated[float, typer.Option(min=0.001, help="Standard deviation of a difference, in levels.")] = 0.5,
    shift: Annotated[float, typer.Option(min=0.001, help="The lasting shift to be noticed, in levels.")] = 0.25,
    severity_limit: Annotated[
        float, typer.Option(min=0.1, max=50, help="At which severity signals, in standard deviations.")
    ] = 8.0,
    run_length: Annotated[
        float | None,
        typer.Option(min=2, max=1e6, help="Checks that each chart shall run without a cause; sets both limits."),
    ] = None,
    missing: Missing = "",
    confidence: Confidence = 0.95,
    as_json: AsJson = False,
) -> None:
    """Print whether raters changed, by cumulative sums of their checks, with how long such charts run without a cause.

    Exit 0: printed. 2: the file holds no checks that can be read, or the charts cannot be. Needs no server.
    """
    from microcred.measures.drift import DisagreementChart, SeverityChart, limit_for
    from microcred.measures.files import FileUnreadable
    from microcred.measures.files.checking import CheckColumns, read_checks
    from microcred.measures.reports.drifting import drift_as_data, drift_in_words
    from microcred.measures.reports.notes import unused_columns

    slack = shift / spread / 2
    try:
        read = read_checks(
            file,
            names=CheckColumns(rater=rater, time=time, agreed=agreed, given=given),
            categories=listed(categories),
            missing=listed(missing),
            by_time=not in_order,
        )
        if run_length is not None:
            limit = limit_for(lambda of: DisagreementChart(usual, raised, of).run_length(usual), run_length)
            severity_limit = limit_for(lambda of: SeverityChart(spread, slack, of).run_length(0.0), run_length)
        charts = DisagreementChart(usual, raised, limit), SeverityChart(spread, slack, severity_limit)
    except (FileUnreadable, ValueError) as problem:
        refuse(problem)
    notes = [note] if (note := unused_columns(read.unused, can_weigh=False)) else []
    with quietly():
        data = drift_as_data(read, *charts, confidence=confidence, notes=notes)
    tell(data, drift_in_words(data), as_json=as_json)


@app.command()
def qualification(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE.csv]", help="A line for each paper, or each criterion of one: agreed and given level."
        ),
    ] = None,
    off: Annotated[
        str, typer.Option(metavar="0,1,...", help="Without FILE: by how many levels each paper was off, in order.")
    ] = "",
    good: Annotated[float, typer.Option(**Share, help="The share of agreement that qualifies.")] = 0.80,
    poor: Annotated[float, typer.Option(**Share, help="The share that does not.")] = 0.60,
    alpha: Annotated[float, typer.Option(min=0.0001, max=0.4999, help="Chance that somebody poor qualifies.")] = 0.05,
    beta: Annotated[float, typer.Option(min=0.0001, max=0.4999, help="Chance that somebody good does not.")] = 0.05,
    fewest: Annotated[int, typer.Option(min=1, help="Papers before which nothing is decided.")] = 10,
    most: Annotated[int, typer.Option(max=500, help="Papers after which a panel decides.")] = 60,
    far_off: Annotated[
        float, typer.Option(min=0, max=1, help="The most that may be two levels off, to qualify.")
    ] = 0.05,
    rater: Rater = "rater",
    time: Time = "time",
    paper: Annotated[str, typer.Option(help="The column with the paper, where it has several criteria.")] = "paper",
    agreed: Agreed = "agreed",
    given: Given = "given",
    in_order: InOrder = False,
    categories: Categories = "",
    missing: Missing = "",
    as_json: AsJson = False,
) -> None:
    """Print whether somebody qualifies by Wald's sequential test, and what its terms come to: errors, number of papers.

    Without a file and without --off, only what the terms come to. Exit 0: printed. 2: the file holds no checks that
    can be read, or there can be no such test. Needs no server.
    """
    from microcred.measures.files import FileUnreadable
    from microcred.measures.files.checking import CheckColumns, read_checks
    from microcred.measures.reports.notes import unused_columns
    from microcred.measures.reports.qualifying import qualification_as_data, qualification_in_words
    from microcred.measures.sequential import Qualification

    notes: list[str] = []
    candidates: dict[str, Any] = {}
    try:
        test = Qualification(good, poor, alpha, beta, fewest, most, far_off)
        if file is not None and off:
            raise FileUnreadable("FILE and --off both say what was given. Name one.")
        if file is not None:
            read = read_checks(
                file,
                names=CheckColumns(rater=rater, time=time, paper=paper, agreed=agreed, given=given),
                categories=listed(categories),
                missing=listed(missing),
                by_time=not in_order,
            )
            for name, checks in read.raters.items():
                papers: dict[Any, list[float]] = {}
                for check in checks:
                    papers.setdefault(check.paper or check.line, []).append(check.off)
                candidates[name] = list(papers.values())
            if note := unused_columns(read.unused, can_weigh=False):
                notes.append(note)
            if not read.numeric:
                notes.append(
                    "levels are words without an order, so that none is known to be two off; name them, the lowest "
                    "first, with --categories"
                )
        elif off:
            candidates["these papers"] = [[_levels(each)] for each in listed(off)]
    except (FileUnreadable, ValueError) as problem:
        refuse(problem)
    data = qualification_as_data(test, candidates, notes=notes)
    tell(data, qualification_in_words(data), as_json=as_json)


def _levels(said: str) -> float:
    """By how many levels a paper was off.

    Raises:
        ValueError: for what is no whole number.
    """
    try:
        return int(said)
    except ValueError as problem:
        raise ValueError(f"“{said}” in --off is no whole number: 0 is as agreed, 1 one level off, 2 two") from problem
