"""Issuers: their keys, awards by a list, and the stop of it all."""

from pathlib import Path
from typing import Annotated

import typer

from microcred.cli.app import app
from microcred.foundation.starting import start_django

Slug = Annotated[str, typer.Argument(metavar="ISSUER", help="The issuer’s short name, as in /issuers/<name>/.")]
Why = Annotated[str, typer.Option("--reason", help="Why, for whoever looks after the issuer.")]


@app.command()
def issue(
    csv: Annotated[Path, typer.Option(help="Columns email, name, earned_on; if wanted expires_on, reference.")],
    micro_credential: Annotated[str, typer.Option(help="Its short name, as in /catalogue/<name>/.")],
    version: Annotated[int, typer.Option(help="The number of the version; 0: the newest.")] = 0,
    imported: Annotated[bool, typer.Option("--imported", help="Awarded earlier, by --origin.")] = False,
    origin: Annotated[
        str, typer.Option(help="Who awarded it earlier, or attests it. Stands in every credential.")
    ] = "",
    key: Annotated[str, typer.Option(help="A name for this list: handed in again, it goes on where it stopped.")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not tell the people.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at every row and do nothing.")] = False,
) -> None:
    """Award a micro-credential to everyone on a list. What nobody scored here, the credentials do not claim.

    Exit 0: all have it. 1: rows are at fault, nothing was done. 2: it cannot be done. 3: the issuer is stopped.
    Run again after an interruption, it goes on where it stopped.
    """
    start_django()
    from microcred.site.issuing import Order, carry_out

    order = Order(
        file=csv,
        slug=micro_credential,
        number=version,
        origin=origin,
        imported=imported,
        key=key,
        tells=not quiet,
        dry_run=dry_run,
    )
    raise typer.Exit(carry_out(order))


@app.command("rotate-key")
def rotate_key(
    issuer: Slug,
    reason: Why,
    purpose: Annotated[str, typer.Option(help="What the key signs: awards, or status (lists).")] = "awards",
) -> None:
    """Give an issuer a new key. What the old one signed stays verifiable. Exit 2: refused."""
    start_django()
    from microcred.site.issuers import renew

    raise typer.Exit(renew(slug=issuer, purpose=purpose, reason=reason))


@app.command("condemn-key")
def condemn_key(
    issuer: Slug,
    reason: Why,
    since: Annotated[str, typer.Option(help="The first moment at which somebody else may have had it (ISO 8601).")],
    purpose: Annotated[str, typer.Option(help="What the key signs: awards, status (lists), es256, rs256.")] = "awards",
    key: Annotated[str, typer.Option(help="Which one, by the beginning of its name; else the one in use.")] = "",
) -> None:
    """Trust a key no more. What was awarded before is signed again with a new one, and holders are told.

    See “A key was stolen” in docs/operating/keys.md. Exit 2: refused.
    """
    start_django()
    from microcred.site.issuers import condemn

    raise typer.Exit(condemn(slug=issuer, purpose=purpose, key=key, since=since, reason=reason))


@app.command("uphold-awards")
def uphold_awards(issuer: Slug) -> None:
    """Let what was awarded since a condemned key is in doubt stand, after you have looked at it. Exit 2: refused."""
    start_django()
    from microcred.site.issuers import uphold_since

    raise typer.Exit(uphold_since(slug=issuer))


@app.command("stop-issuing")
def stop_issuing(issuer: Slug, reason: Why) -> None:
    """Let an issuer sign nothing until it resumes; what is awarded waits. Exit 2: refused."""
    start_django()
    from microcred.site.issuers import stop

    raise typer.Exit(stop(slug=issuer, reason=reason))


@app.command("resume-issuing")
def resume_issuing(issuer: Slug) -> None:
    """Let a stopped issuer sign again, and what waited with it. Exit 2: refused."""
    start_django()
    from microcred.site.issuers import resume

    raise typer.Exit(resume(slug=issuer))
