"""What a pathway asks of somebody, and whether a rule set can be relied on."""

import json
from pathlib import Path
from typing import Annotated

import typer

from microcred.cli.app import app

pathway = typer.Typer(no_args_is_help=True, help="Rule sets of pathways, as files.")
app.add_typer(pathway, name="pathway")

AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for programs.")]


@pathway.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Rule sets, YAML or JSON.")],
    as_json: AsJson = False,
) -> None:
    """Check that rule sets can hold, and try their worked examples.

    Exit 0: they can, and every example passes. 1: something is wrong, or an example fails. 2: a file cannot be read.
    Needs no server.
    """
    from microcred.pathways import reading

    found = [reading.check_rule_set(file) for file in files]
    if as_json:
        typer.echo(json.dumps({"rule_sets": [one.as_json() for one in found]}, indent=2, ensure_ascii=False))
    else:
        reading.print_checked(found)
    raise typer.Exit(max(one.code for one in found))


@pathway.command()
def audit(
    rules: Annotated[Path, typer.Option("--rules", metavar="FILE", help="A rule set, YAML or JSON.")],
    record: Annotated[
        Path, typer.Option("--record", metavar="FILE", help="What one participant has; - reads standard input.")
    ],
    at: Annotated[str, typer.Option("--at", metavar="DAY", help="The day, such as 2026-06-30.")],
    as_json: AsJson = False,
) -> None:
    """Say what of a pathway's rules somebody has met, what is missing, by what, and by which clause.

    Exit 0: audited. 2: a file cannot be read or the rule set cannot hold; each reason is told with its line.
    Needs no server.
    """
    from microcred.pathways import reading

    came, wrong = reading.audit_files(rules, record, at)
    for sentence in wrong:
        typer.echo(sentence, err=True)
    if came is None:
        raise typer.Exit(reading.UNREADABLE)
    if as_json:
        typer.echo(json.dumps(came.as_json(), indent=2, ensure_ascii=False))
    else:
        reading.print_audit(came)
