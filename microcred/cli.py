"""The operator's door: the `microcred` command. Exit codes: 0 done, 1 found wanting, 2 could not be done."""

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from microcred.foundation.postgres import LaunchRefused, is_up
from microcred.foundation.starting import DEMO_ADDRESS, find_database, home, start_django

app = typer.Typer(
    name="microcred",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Microcred: educators earn, hold and use competency-based micro-credentials.",
)

Port = Annotated[int, typer.Option(envvar="MICROCRED_PORT", help="The port; 0: the first free one from 8000.")]


@app.command()
def demo(port: Port = 0) -> None:
    """Start everything with the demonstration world, and serve it until Ctrl-C."""
    from microcred.site.demo.run import run

    raise typer.Exit(run(home=home(), port=port))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="MICROCRED_PORT", help="The port.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Serve pages. Migrate first; run `microcred worker` beside it."""
    find_database()
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    options += ["--blocking-threads", "4", "--backpressure", "64", "--no-ws", "--respawn-failed-workers"]
    command = [sys.executable, "-m", "granian", *options, "microcred.wsgi:application"]
    os.execv(sys.executable, command)


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(min=1, help="Jobs run at the same time.")] = 2,
    once: Annotated[bool, typer.Option("--once", help="Stop when no job is left.")] = False,
) -> None:
    """Run jobs: deliver news, sign awards, send mail, and the chores of the clock."""
    start_django()
    from microcred.foundation import jobs
    from microcred.foundation.clock import now
    from microcred.foundation.reactions import take_up_news_waiting_since
    from microcred.notices.reactions import take_up_mail_told_before

    def take_up() -> None:
        # The worker before this one may have been killed with these in hand.
        take_up_news_waiting_since(now())
        take_up_mail_told_before(now())

    jobs.run_worker(concurrency=concurrency, wait=not once, begin=take_up)


@app.command()
def migrate() -> None:
    """Bring the database to the present shape, as the role that owns it."""
    start_django(as_owner=True)
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)


@app.command("check-invariants")
def check_invariants() -> None:
    """Ask the database whether anything is lost, doubled or half done. Exit 1 when something is."""
    start_django()
    from rich.console import Console
    from rich.progress import track

    from microcred.site.invariants import INVARIANTS

    console = Console()
    violations = 0
    for invariant in track(INVARIANTS, description="Checking", console=console, transient=True):
        found = invariant.violations()
        violations += len(found)
        console.print(f"{'[green]holds[/]' if not found else '[red]BROKEN[/]'}  {invariant.promise}", soft_wrap=True)
        for violation in found[:20]:
            console.print(f"        {violation}", highlight=False, soft_wrap=True)
    console.print(f"{len(INVARIANTS)} invariants, {violations} violations")
    raise typer.Exit(1 if violations else 0)


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


@app.command()
def lint(
    designs: Annotated[
        list[Path],
        typer.Argument(
            metavar="DESIGN.yaml...", help="Files with designs, or folders of them; - reads standard input."
        ),
    ],
    against: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder of designs: is one of these a near copy of one there?")
    ] = None,
    block: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Let this check block; repeatable.")] = None,
    advise: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Let it advise only; repeatable.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON, for programs.")] = False,
) -> None:
    """Check designs of micro-credentials: each finding with its field, the words, why, and how to mend them.

    Exit 0: nothing, or advice only. 1: something blocks publishing. 2: a file holds no design that can be read.
    Needs no server and opens no address. What a check cannot judge, such as English rules a Spanish text, is told as
    not checked.
    """
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)  # no more than the words need
    from microcred.site import linting

    try:
        strictness = linting.strictness_of(block=block or (), advise=advise or ())
        if against is not None and not against.exists():
            raise ValueError(f"{against} is not there.")
    except ValueError as problem:
        typer.echo(str(problem), err=True)
        if as_json:
            linting.print_json([], problem=str(problem))
        raise typer.Exit(2) from problem
    today = datetime.now(UTC).date()
    results = linting.lint_files(designs, against=against, strictness=strictness, today=today)
    nothing = "" if results else "There is no design in what was given."
    linting.print_json(results, problem=nothing) if as_json else linting.print_words(results)
    if nothing:
        typer.echo(nothing, err=True)
    raise typer.Exit(linting.exit_code(results))


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


@app.command("set-severity")
def set_severity(
    organization: Annotated[str, typer.Argument(metavar="ORGANIZATION", help="Its short name.")],
    check: Annotated[str, typer.Argument(metavar="CHECK", help="A check of designs, as `microcred lint` names it.")],
    severity: Annotated[str, typer.Argument(metavar="advise|block", help="What its findings do.")],
) -> None:
    """Let a check of designs advise or block, in an organization and below it. Exit 2: refused."""
    start_django()
    from microcred.site.linting import set_severity_of

    raise typer.Exit(set_severity_of(slug=organization, check=check, severity=severity))


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


Slug = Annotated[str, typer.Argument(metavar="ISSUER", help="The issuer’s short name, as in /issuers/<name>/.")]
Why = Annotated[str, typer.Option("--reason", help="Why, for whoever looks after the issuer.")]


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


@app.command()
def journey(
    url: Annotated[str, typer.Option(help="Address of a running demonstration server.")],
    out: Annotated[Path, typer.Option(help="Directory for what the journey leaves behind.")],
) -> None:
    """Play the main job against a running server over HTTP, as the cast would, and keep what comes out."""
    from microcred.site.demo.journey import play

    raise typer.Exit(play(url=url.rstrip("/"), out=out))


@app.command()
def settings() -> None:
    """Print every setting as the table that stands in `docs/operating/settings.md`."""
    from microcred.foundation.settings_table import table
    from microcred.settings import Settings

    typer.echo(table(Settings))


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
    """Run the command; a server that cannot be started says why, and exits with 2."""
    try:
        app()
    except LaunchRefused as refused:
        typer.echo(str(refused), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
