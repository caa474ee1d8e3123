"""`microcred import-framework`: a framework from a file or an address, for operators."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from microcred.foundation.clock import now
from microcred.foundation.refusals import Refusal
from microcred.frameworks.case import ChangeKind, Comparison, PackageBroken
from microcred.frameworks.models import Framework
from microcred.frameworks.operations import import_framework
from microcred.frameworks.queries.comparisons import compared
from microcred.frameworks.sources import Source, TableOf, from_file, from_link
from microcred.organizations.models import Organization

DONE, CHANGES, REFUSED = 0, 1, 2
"""Exit codes; a dry run that finds changes says so by the second."""

MOST_TOLD = 200


def import_from(*, source: str, dry_run: bool, slug: str, keeper: str, title: str, publisher: str, edition: str) -> int:
    """Read a framework, say what it changes and, unless it is a dry run, import it. Returns the exit code."""
    console = Console()
    owner = Organization.objects.filter(slug=keeper).first() if keeper else None
    if keeper and owner is None:
        Console(stderr=True).print(f"There is no organization {keeper}.", highlight=False)
        return REFUSED
    of = TableOf(
        framework=Framework.objects.filter(slug=slug).first() if slug else None,
        title=title,
        publisher=publisher,
        edition=edition,
        keeper=keeper,
    )
    try:
        read = _read(source, of)
        comparison = compared(read.package)
        tell(comparison, console)
        for member in read.package.left_out:
            console.print(f"left out   {member}", highlight=False)
        if dry_run:
            return DONE if comparison.changes_nothing else CHANGES
        done = import_framework(
            actor=None,
            package=read.package,
            source=read.name,
            digest=read.digest,
            at=now(),
            keeper=owner,
            slug="" if of.framework else slug,
        )
    except PackageBroken as broken:
        for problem in broken.problems:
            where = f"{problem.where}: " if problem.where else ""
            Console(stderr=True).print(f"{where}{problem.words}", highlight=False, markup=False, soft_wrap=True)
        return REFUSED
    except (Refusal, OSError) as refused:
        Console(stderr=True).print(str(refused), highlight=False, markup=False, soft_wrap=True)
        return REFUSED
    if done is not None:
        console.print(f"Imported as /frameworks/{done.framework.slug}/", highlight=False)
    return DONE


def tell(comparison: Comparison, console: Console) -> None:
    """What changes, item by item."""
    if comparison.changes_nothing:
        console.print("Nothing changes: it says what is there already.")
        return
    table = Table("what", "code", "item", "differs", box=None, pad_edge=False)
    for item in comparison.items[:MOST_TOLD]:
        table.add_row(item.kind.value, item.code, item.name, ", ".join(field.member for field in item.fields))
    if comparison.items:
        console.print(table, markup=False)
    counts = ", ".join(f"{len(comparison.of(kind))} {kind.value}" for kind in ChangeKind)
    console.print(f"{counts}; {comparison.between} relations and terms differ", highlight=False)


def _read(source: str, of: TableOf) -> Source:
    if "://" in source:
        return from_link(source)
    path = Path(source)
    return from_file(path.name, path.read_bytes(), of)
