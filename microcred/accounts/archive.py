"""All of a person's data as one archive: what `inventory` names, their files as they put them in, their credentials as
they were signed, the manifest of each submission, and a page to read it by.

Written row by row and piece by piece, so that memory stays flat however much there is. The format is described in
docs/operating/people.md; `FORMAT` changes when its meaning does.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation

from microcred.accounts.guarded import columns_of_files, columns_of_people
from microcred.accounts.inventory import ACTING_WITHHELD, ARRAYS_OF_PEOPLE, BY_HAND, BY_LABEL, NEVER_GIVEN, TABLES
from microcred.accounts.models import Export
from microcred.accounts.queries.holdings import rows_of
from microcred.credentials.models import Award, DocumentIntent, SignedToken
from microcred.foundation.models import Emptied, StoredFile
from microcred.foundation.storage import CHUNK, Place, open_file, place_beside, private_folder
from microcred.organizations.models import Person
from microcred.organizations.queries import addresses_of
from microcred.portfolios.models import Item, Pursuit, Submission

FORMAT = "microcred-export/1"
AT_A_TIME = 500
"""rows read at a time"""

Report = Callable[[int, int], None]
"""Is told how many steps are done, and of how many."""


def where() -> Place:
    """Where archives lie until they are thrown away: on the disk, or in the bucket of the files."""
    return place_beside("exports")


def opened(export: Export) -> BinaryIO:
    """An archive, to be read."""
    return where().open(export.pk)


def pack(export: Export, *, at: datetime, report: Report) -> tuple[int, str]:
    """Write the archive of a person. Return its size in bytes and its SHA-256, hexadecimal.

    It is put together on the disk of this machine and put where it lies in one piece: what can be fetched is always
    whole. A try that died is written over.
    """
    unfinished = _unfinished(export)
    private_folder(unfinished.parent)
    unfinished.touch(mode=0o600)
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        _write_all(archive, export.person, at=at, report=report)
    digest = hashlib.sha256()
    where().put(export.pk, _pieces(unfinished, digest))
    size = unfinished.stat().st_size
    unfinished.unlink()
    return size, digest.hexdigest()


def remove(export: Export) -> None:
    """Throw an archive away, and what a try that died has left of it."""
    where().remove(export.pk)
    _unfinished(export).unlink(missing_ok=True)


def _unfinished(export: Export) -> Path:
    return Path(settings.FILES_ROOT).parent / "exports" / f"{export.pk.hex}.part"


def _pieces(path: Path, digest: Any) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(CHUNK):
            digest.update(piece)
            yield piece


def _write_all(archive: zipfile.ZipFile, person: Person, *, at: datetime, report: Report) -> None:
    tables = [table for table in TABLES if not table.withheld]
    acted = [
        (model, field)
        for model, field in columns_of_people()
        if f"{model._meta.label}.{field.name}" in BY_HAND and model._meta.label not in ACTING_WITHHELD
    ]
    files = list(_files_of(person))
    steps, done = len(tables) + len(acted) + len(files) + 3, 0

    def step() -> None:
        nonlocal done
        done += 1
        report(done, steps)

    _put(archive, "data/person.json", plain_row(person, person, frozenset()))
    contents: list[dict[str, Any]] = []
    for table in tables:
        model = apps.get_model(table.label)
        rows = rows_of(person, model, table.whose, table.also).order_by("pk")
        if table.given:
            rows = rows.filter(table.given).distinct()
        contents.append(_write_table(archive, "data", model, rows, person, table.without))
        step()
    for model, field in acted:
        without = BY_LABEL[model._meta.label].without if model._meta.label in BY_LABEL else frozenset()
        rows = rows_of(person, model, field.name).order_by("pk")
        contents.append(_write_table(archive, f"acted/{field.name}", model, rows, person, without))
        step()
    for file in files:
        _write_file(archive, file)
        step()
    _write_credentials(archive, person)
    step()
    for submission in Submission.objects.filter(pursuit__person=person).iterator(AT_A_TIME):
        archive.writestr(f"submissions/{submission.alias}/manifest.json", submission.manifest)
    step()
    _write_guide(archive, person, contents, at=at)
    step()


def _write_table(
    archive: zipfile.ZipFile,
    folder: str,
    model: type[models.Model],
    rows: models.QuerySet[Any],
    person: Person,
    without: frozenset[str],
) -> dict[str, Any]:
    """Write one table as a list of objects, and return what the table of contents says of it."""
    name = f"{folder}/{model._meta.label}.json"
    count = 0
    with archive.open(name, "w", force_zip64=True) as target:
        target.write(b"[")
        for row in rows.iterator(AT_A_TIME):
            target.write(b",\n" if count else b"\n")
            target.write(_json(plain_row(row, person, without)))
            count += 1
        target.write(b"\n]\n")
    return {"table": model._meta.label, "file": name, "rows": count}


def plain_row(row: models.Model, person: Person, without: frozenset[str]) -> dict[str, Any]:
    """What is given of a row: its columns by their names. Of other people nothing is given, not even who they are."""
    plain: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in without or field.name in NEVER_GIVEN or isinstance(field, models.BinaryField):
            continue
        if (row._meta.label, field.name) in ARRAYS_OF_PEOPLE:
            continue
        value = getattr(row, field.attname)
        if isinstance(field, models.ForeignKey) and field.related_model is Person:
            if value == person.pk:
                plain[field.name] = "me"
            continue
        plain[field.name] = value
    return plain


def _files_of(person: Person) -> Iterator[StoredFile]:
    """The files that a person's rows name, as they were put in, each once."""
    wanted: set[UUID] = set()
    for model, field in columns_of_files():
        table = BY_LABEL.get(model._meta.label)
        if table is None or table.withheld:
            continue
        rows = model._default_manager.filter(**{table.whose: person, f"{field.name}__isnull": False})
        wanted.update(rows.values_list(field.attname, flat=True))
    yield from (
        StoredFile.objects.filter(pk__in=wanted)
        .exclude(pk__in=Emptied.objects.values("pk"))
        .order_by("pk")
        .iterator(AT_A_TIME)
    )


def _write_file(archive: zipfile.ZipFile, file: StoredFile) -> None:
    with open_file(file) as source, archive.open(_name_of(file), "w", force_zip64=True) as target:
        while piece := source.read(CHUNK):
            target.write(piece)


def _name_of(file: StoredFile) -> str:
    """The name of a file in the archive: its identifier, and the ending by which a computer knows what opens it."""
    ending = Path(file.name).suffix
    return f"files/{file.pk}{ending if ending.isascii() and ending[1:].isalnum() else ''}"


def _write_credentials(archive: zipfile.ZipFile, person: Person) -> None:
    for award in Award.objects.filter(person=person).select_related("intent__signed").iterator(AT_A_TIME):
        archive.writestr(f"credentials/{award.pk}.json", award.text)
    for token in SignedToken.objects.filter(intent__person=person).iterator(AT_A_TIME):
        archive.writestr(f"credentials/{token.intent_id}.{token.algorithm}.jwt", token.text)
    documents = DocumentIntent.objects.filter(person=person, signed__isnull=False).select_related("signed")
    for document in documents.iterator(AT_A_TIME):
        archive.writestr(f"credentials/{document.pk}.json", document.text)


def _write_guide(archive: zipfile.ZipFile, person: Person, contents: list[dict[str, Any]], *, at: datetime) -> None:
    """The table of contents for programs, and the page for people."""
    withheld: dict[str, str] = {table.label: table.withheld for table in TABLES if table.withheld} | dict(
        ACTING_WITHHELD
    )
    _put(
        archive,
        "contents.json",
        {
            "format": FORMAT,
            "server": settings.PUBLIC_URL,
            "packed_at": at,
            "tables": contents,
            "not_given": [{"table": label, "why": str(why)} for label, why in sorted(withheld.items())],
        },
    )
    work = Pursuit.objects.filter(person=person).select_related("version").order_by("-started_at")
    items = Item.objects.filter(pursuit__person=person).select_related("file").order_by("put_in_at")
    by_pursuit: dict[UUID, list[tuple[Item, str]]] = {}
    for item in items:
        by_pursuit.setdefault(item.pursuit_id, []).append((item, _name_of(item.file) if item.file else item.url))
    with translation.override(person.language), timezone.override(person.time_zone):
        page = render_to_string(
            "accounts/archive.html",
            {
                "person": person,
                "addresses": addresses_of(person),
                "awards": Award.objects.filter(person=person).select_related("version", "issuer"),
                "work": [
                    (pursuit, pursuit.answers.select_related("requirement"), by_pursuit.get(pursuit.pk, []))
                    for pursuit in work.prefetch_related("submissions")
                ],
                "contents": [entry for entry in contents if entry["rows"]],
                "at": at,
                "server": settings.PUBLIC_URL,
            },
        )
    archive.writestr("index.html", page)


def _put(archive: zipfile.ZipFile, name: str, value: Any) -> None:
    archive.writestr(name, _json(value, indent=2))


def _json(value: Any, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_as_json, indent=indent).encode()


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"an export cannot carry a {type(value).__name__}")
