"""`microcred export-catalogue` and `import-catalogue`: whole catalogues as files, in words for a terminal."""

import sys
from collections import Counter
from pathlib import Path

from microcred.catalog.archive import Action, ArchiveUnreadable, Step, contents_digest, read_archive, write_archive
from microcred.catalog.operations import import_catalogue
from microcred.catalog.queries import archived_catalogue, import_plan
from microcred.foundation.clock import now
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Organization, Person

DONE, WANTING, IMPOSSIBLE = 0, 1, 2


def export_catalogue(*, slug: str, file: Path) -> int:
    """Write an organization's catalogue into a file; return 0 when it is done, 2 when it cannot be."""
    owner = Organization.objects.filter(slug=slug).first()
    if owner is None:
        return _cannot(f"There is no organization “{slug}”.")
    archive = archived_catalogue(owner)
    try:
        file.write_bytes(write_archive(archive))
    except OSError as error:
        return _cannot(f"{file} cannot be written: {error.strerror}.")
    print(f"{len(archive.micro_credentials)} micro-credentials of {owner.name} are in {file}.")
    print(f"Contents: {contents_digest(archive)}")
    return DONE


def import_into(*, slug: str, email: str, file: Path, dry_run: bool) -> int:
    """Take an archive into an organization's catalogue, or say what that would change.

    Returns:
        0 when it is done, 1 when something in the archive stands in the way (nothing was changed), 2 when it cannot
        be read or nobody may do it.
    """
    owner = Organization.objects.filter(slug=slug).first()
    person = Person.objects.filter(email=email).first()
    if owner is None or person is None:
        return _cannot(f"There is no organization “{slug}”." if owner is None else f"Nobody here has “{email}”.")
    try:
        with file.open("rb") as opened:
            archive = read_archive(opened)
    except OSError as error:
        return _cannot(f"{file} cannot be read: {error.strerror}.")
    except ArchiveUnreadable as unreadable:
        return _cannot("\n".join(unreadable.troubles))
    steps = import_plan(archive, owner=owner, at=now())
    refused = [step for step in steps if step.action is Action.REFUSED]
    for step in refused:
        for trouble in step.troubles:
            print(f"{step.thing.slug}: {trouble.where}: {trouble.words}", file=sys.stderr)
    if refused:
        print(f"{len(refused)} of {len(steps)} micro-credentials cannot come in. Nothing was changed.", file=sys.stderr)
        return WANTING
    if dry_run:
        print(f"It would change: {_counted(steps)}.")
        return DONE
    try:
        imported = import_catalogue(actor=person, owner=owner, archive=archive, at=now())
    except Refusal as refusal:
        return _cannot(str(refusal))
    print(f"Done: {_counted(imported.steps)}.")
    return DONE


def _counted(steps: tuple[Step, ...]) -> str:
    counts = Counter(step.action for step in steps)
    words = {
        Action.NEW: "new",
        Action.NEW_VERSIONS: "with new versions",
        Action.NEW_TRANSLATIONS: "with new translations",
        Action.UNCHANGED: "here already",
    }
    return ", ".join(f"{counts[action]} {said}" for action, said in words.items())


def _cannot(words: str) -> int:
    print(words, file=sys.stderr)
    return IMPOSSIBLE
