"""The operator's door: the `microcred` command."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

MIGRATION_OPTIONS = {"lock_timeout": "2s", "statement_timeout": "10min"}
"""What a migration's connection is told: it gives way to people who are using the tables."""

app = typer.Typer(
    name="microcred",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="Microcred: educators earn, hold and use competency-based micro-credentials.",
)


def start_django(*, as_owner: bool = False) -> None:
    """Configure Django; `as_owner` connects as the role that owns the tables.

    Without DATABASE_URL the embedded PostgreSQL of the home directory is started, or joined when it runs.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "microcred.settings")
    if not os.environ.get("DATABASE_URL"):
        from microcred.foundation import postgres

        home = Path(os.environ.get("MICROCRED_HOME") or Path(__file__).resolve().parent.parent / ".state")
        server = postgres.start(home)
        os.environ["DATABASE_URL"] = server.app_url
        os.environ["DATABASE_OWNER_URL"] = server.owner_url
    application_url = os.environ["DATABASE_URL"]
    if as_owner and os.environ.get("DATABASE_OWNER_URL"):
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    import django

    django.setup()
    os.environ["DATABASE_URL"] = application_url


@app.command()
def migrate() -> None:
    """Bring the database to the present shape, as the role that owns it."""
    start_django(as_owner=True)
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def django(
    context: typer.Context,
    owner: Annotated[bool, typer.Option("--owner", help="Connect as the role that owns the tables.")] = False,
) -> None:
    """Run one of Django's own commands, e.g. `microcred django --owner makemigrations`."""
    start_django(as_owner=owner)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["microcred django", *context.args])


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    sys.exit(main())
