"""What comes in from other systems and goes out to them: frameworks, catalogues."""

from pathlib import Path
from typing import Annotated

import typer

from microcred.cli.app import app
from microcred.foundation.starting import start_django


@app.command("import-framework")
def import_framework(
    source: Annotated[
        str, typer.Argument(metavar="FILE-OR-URL", help="CASE 1.1 as JSON, a table as CSV, or an address.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    slug: Annotated[str, typer.Option(help="The framework’s short name here; of a table, which one it is.")] = "",
    keeper: Annotated[
        str, typer.Option(help="The organization that imports its next editions; else the operator.")
    ] = "",
    title: Annotated[str, typer.Option(help="Of a table that is new here: its name.")] = "",
    publisher: Annotated[str, typer.Option(help="Of a table that is new here: its publisher.")] = "",
    edition: Annotated[str, typer.Option(help="Of a table: its edition.")] = "",
) -> None:
    """Import a framework, or its next edition, and say item by item what that changes. All of it, or nothing.

    Exit 0: imported, or nothing to change. 1: a dry run found changes. 2: refused; each place that is wrong is named.
    """
    start_django()
    from microcred.site.importing import import_from

    code = import_from(
        source=source, dry_run=dry_run, slug=slug, keeper=keeper, title=title, publisher=publisher, edition=edition
    )
    raise typer.Exit(code)


@app.command("export-catalogue")
def export_catalogue(
    organization: Annotated[str, typer.Argument(metavar="ORGANIZATION", help="Its short name.")],
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="Where the archive is written.")],
) -> None:
    """Write all that an organization has published, with stacks and crosswalks, into one file."""
    start_django()
    from microcred.site.exchanging import export_catalogue

    raise typer.Exit(export_catalogue(slug=organization, file=file))


@app.command("import-catalogue")
def import_catalogue(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="An archive that Microcred exported.")],
    into: Annotated[str, typer.Option(metavar="ORGANIZATION", help="Whose catalogue it becomes part of.")],
    by: Annotated[str, typer.Option(metavar="E-MAIL", help="The administrator in whose name it is taken in.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and do nothing.")] = False,
) -> None:
    """Take an archive into an organization's catalogue, all of it or nothing. The same archive again changes nothing.

    Exit 0: done. 1: something in it stands in the way, and is named. 2: it cannot be read, or they may not.
    """
    start_django()
    from microcred.site.exchanging import import_into

    raise typer.Exit(import_into(slug=into, email=by, file=file, dry_run=dry_run))
