"""The command itself, to which the modules beside this one add theirs."""

import typer

app = typer.Typer(
    name="microcred",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Microcred: educators earn, hold and use competency-based micro-credentials.",
)
