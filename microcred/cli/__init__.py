"""The operator's door: the `microcred` command. Exit codes: 0 done, 1 found wanting, 2 could not be done."""

import sys

import typer

from microcred.cli import (
    designs,
    evidence,
    exchange,
    issuers,
    measuring,
    pathways,
    people,
    proving,
    recognising,
    running,
    watching,
)
from microcred.cli.app import app
from microcred.foundation.postgres import LaunchRefused

__all__ = [
    "app",
    "designs",
    "evidence",
    "exchange",
    "issuers",
    "main",
    "measuring",
    "pathways",
    "people",
    "proving",
    "recognising",
    "running",
    "watching",
]


def main() -> None:
    """Run the command; a server that cannot be started says why, and exits with 2."""
    try:
        app()
    except LaunchRefused as refused:
        typer.echo(str(refused), err=True)
        sys.exit(2)
