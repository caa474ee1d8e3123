"""What awards are worth under policies, and whether a policy can be relied on."""

import json
from pathlib import Path
from typing import Annotated

import typer

from microcred.cli.app import app

policy = typer.Typer(no_args_is_help=True, help="Policies of recognition, as files.")
app.add_typer(policy, name="policy")

AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for programs.")]


def _start() -> None:
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)  # no more than the words need


@app.command()
def recognise(
    policies: Annotated[
        list[Path],
        typer.Option("--policy", metavar="FILE", help="A policy, YAML or JSON; repeatable, in any order."),
    ],
    record: Annotated[
        Path, typer.Option("--record", metavar="FILE", help="A person's record, YAML or JSON; - reads standard input.")
    ],
    at: Annotated[
        str, typer.Option("--at", metavar="DATE", help="The day, such as 2026-06-30, or a time with its zone.")
    ],
    more: Annotated[list[Path] | None, typer.Argument(metavar="[FILE...]", help="Further policies.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say what everything on a person's record is worth under policies, with the reasons and the deciding clauses.

    Exit 0: evaluated. 2: a file cannot be read or a policy cannot hold; each reason is told with its line.
    Needs no server.
    """
    _start()
    from microcred.recognition import reading

    recognised = reading.recognise_files([*policies, *(more or [])], record, at)
    if as_json:
        typer.echo(reading.as_document(recognised))
    for problem in recognised.problems:
        typer.echo(problem.sentence(), err=True)
    if recognised.evaluation is None:
        raise typer.Exit(reading.UNREADABLE)
    if not as_json:
        reading.print_recognised(recognised)


@policy.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Policies, YAML or JSON; an overlay with what it overlays.")
    ],
    as_json: AsJson = False,
) -> None:
    """Check that policies can hold, and try their worked examples.

    Exit 0: they can, and every example passes. 1: something is wrong, or an example fails. 2: a file cannot be read.
    Needs no server.
    """
    _start()
    from microcred.recognition import reading

    found = reading.check_policies(files)
    if as_json:
        typer.echo(json.dumps({"policies": [one.as_json() for one in found]}, indent=2, ensure_ascii=False))
    else:
        reading.print_checked(found)
    raise typer.Exit(reading.code_of(found))
