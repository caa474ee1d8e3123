"""What is kept of people."""

from typing import Annotated

import typer

from microcred.cli.app import app
from microcred.foundation.starting import start_django


@app.command("hold")
def hold(
    email: Annotated[str, typer.Argument(metavar="ADDRESS", help="An e-mail address of the person.")],
    reason: Annotated[str, typer.Option(help="Told to the person if they ask to be erased.")],
) -> None:
    """Keep everything of a person from being erased. Exit 2: nobody has the address."""
    start_django()
    from microcred.site.holding import hold_data_of

    raise typer.Exit(hold_data_of(email=email, reason=reason))


@app.command("release-hold")
def release_hold(
    email: Annotated[str, typer.Argument(metavar="ADDRESS", help="An e-mail address of the person.")],
) -> None:
    """Let what was held be erased again, where the person asked for it. Exit 2: nobody has the address."""
    start_django()
    from microcred.site.holding import release_data_of

    raise typer.Exit(release_data_of(email=email))
