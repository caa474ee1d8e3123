"""Evidence: how much of it is kept, and what uploads wait for."""

from typing import Annotated

import typer

from microcred.cli.app import app
from microcred.cli.issuers import Why
from microcred.foundation.starting import start_django


@app.command("set-quota")
def set_quota(
    organization: Annotated[str, typer.Argument(metavar="ORGANIZATION", help="Its short name.")],
    gib: Annotated[
        float | None, typer.Option(min=0, help="Gigabytes (1024³) of evidence. Left out: no limit of its own.")
    ] = None,
) -> None:
    """Say how much evidence an organization and those below it may keep together. Exit 2: no such organization."""
    start_django()
    from microcred.site.rooms import set_quota_of

    raise typer.Exit(set_quota_of(slug=organization, gib=gib))


@app.command()
def uploads() -> None:
    """Say how uploads are examined here, and what waits for the scanner or for you. Exit 1 while something does."""
    start_django()
    from microcred.site.uploads import show

    raise typer.Exit(show())


@app.command("release-upload")
def release_upload(arrival: str, reason: Why) -> None:
    """Let an upload go on that was not fully scanned, after you have looked at it. Exit 2: there is none such."""
    start_django()
    from microcred.site.uploads import let_go

    raise typer.Exit(let_go(arrival=arrival, reason=reason))
