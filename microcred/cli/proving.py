"""What anyone may check: credentials, and files that were handed in."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from microcred.cli.app import app
from microcred.foundation.postgres import LaunchRefused, is_up
from microcred.foundation.starting import DEMO_ADDRESS, home, start_django


@app.command()
def verify(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE-OR-URL",
            help="JSON, a token (.jwt), a badge image (.png, .svg), a picture of a QR code, or the address of one.",
        ),
    ],
    issuer: Annotated[list[str] | None, typer.Option(help="An issuer (DID) you vouch for; may be repeated.")] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(help="An origin to open although it is not public, e.g. http://localhost:8000; may be repeated."),
    ] = None,
    recipient: Annotated[
        str | None, typer.Option(help="An e-mail address: the credential must have been issued to it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, for programs.")] = False,
) -> None:
    """Verify a credential of any issuer, check by check.

    Exit 0: genuine and in force. 1: invalid, revoked, suspended, out of its time, or not all that it holds is valid.
    2: nothing to verify. 3: something could not be checked, such as a status list out of reach. 4: unchanged, but
    nobody vouches for its issuer: neither --issuer nor this server, whose own issuers count when its database runs.
    """
    from microcred.openbadges.errors import OpenBadgesError

    known = {*(issuer or ()), *_own_issuers()}
    from microcred.site import verifying

    origins = {*(allow or ()), *_own_origins()}
    try:
        report = verifying.report_on(source, issuers=known, origins=origins, recipient=recipient)
    except OpenBadgesError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem
    verifying.print_json(report) if as_json else verifying.print_words(report)
    raise typer.Exit(verifying.exit_code(report))


@app.command("verify-submission")
def verify_submission(
    manifest: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The manifest of a submission.")],
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Where the files are, in any order.")],
    digest: Annotated[str | None, typer.Option(help="What stands on the receipt: it must be the manifest's.")] = None,
) -> None:
    """Check that files are what was handed in: every digest of the manifest, looked for in a folder.

    Needs no server. Exit 0: all is there, unchanged. 1: something is missing or changed. 2: no manifest.
    """
    from microcred.portfolios.proof import NoManifest, prove

    try:
        proof = prove(manifest.read_bytes(), (file for file in sorted(folder.rglob("*")) if file.is_file()))
    except NoManifest as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem
    for one in proof.found:
        typer.echo(f"unchanged  {one.what}")
    for one in proof.missing:
        typer.echo(f"MISSING    {one.what}: no file here has the digest {one.sha256}")
    if not proof.is_canonical:
        typer.echo("CHANGED    the manifest is not as it was written")
    fits = digest is None or digest.strip().lower() == proof.digest
    typer.echo(f"{'digest' if fits else 'OTHER DIGEST'}  {proof.digest}")
    raise typer.Exit(0 if proof.holds and fits else 1)


@app.command("vc-api")
def vc_api(
    port: Annotated[int, typer.Option(help="The port; 0: a free one, which the first line names.")] = 0,
    tls: Annotated[bool, typer.Option("--tls", help="https, with a certificate made at start.")] = False,
) -> None:
    """Serve an open VC-API issuer and verifier on this machine, for conformance suites, until Ctrl-C.

    Its keys are made at start and forgotten at the end. The first line printed is JSON: its DID and its addresses.
    """
    from microcred.openbadges.errors import OpenBadgesError
    from microcred.openbadges.vc_api.server import serve as serve_vc_api

    try:
        serve_vc_api(port, tls=tls)
    except OpenBadgesError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem
    except OSError as problem:
        typer.echo(f"Port {port} cannot be listened on: {problem.strerror}", err=True)
        raise typer.Exit(2) from problem


def _own_issuers() -> set[str]:
    """The issuers of this server, when a database is named or the one of the home directory runs; none is started."""
    if os.environ.get("DATABASE_URL") or is_up(home()):
        with suppress(LaunchRefused):
            start_django()
            from microcred.site.verifying import own_issuers

            return own_issuers()
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)  # no more than the words need
    return set()


def _own_origins() -> set[str]:
    """The demonstration that this checkout serves, whose credentials point to this machine."""
    try:
        return {(home() / DEMO_ADDRESS).read_text().strip()}
    except OSError:
        return set()
