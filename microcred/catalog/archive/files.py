"""An archive as a ZIP file: one JSON file for each micro-credential, a few for what connects them, and a manifest.

The bytes of every file are canonical JSON (RFC 8785) and the ZIP carries no times, so that the same catalogue makes
the same archive, and two archives are compared by `contents_digest`.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import BaseModel, ValidationError

from microcred.catalog.archive.shape import (
    Archive,
    ArchivedAttachment,
    ArchivedCrosswalk,
    ArchivedFramework,
    ArchivedMicroCredential,
    ArchivedStack,
)
from microcred.foundation.keepable import keepable, readable
from microcred.foundation.refusals import Refusal
from microcred.openbadges.jcs import jcs

FORMAT = "microcred-catalogue"
FORMAT_VERSION = 1
FOLDER = "micro-credentials/"
MANIFEST = "manifest.json"
ATTACHMENTS = "attachments/"
LISTS: dict[str, type[BaseModel]] = {
    "stacks.json": ArchivedStack,
    "crosswalks.json": ArchivedCrosswalk,
    "frameworks.json": ArchivedFramework,
    "attachments.json": ArchivedAttachment,
}

MOST_BYTES_OF_A_FILE = 8 << 20
MOST_BYTES_OF_JSON = 4 << 20
MOST_BYTES = 192 << 20
MOST_FILES = 20_000
"""What is unpacked of one archive. 2,000 micro-credentials of three versions like those of the demonstration take 87 MB
of JSON, of which the largest file has 90 KB; pictures cannot be packed smaller, so that the upload bounds them."""

MOST_VALUES_OF_A_FILE, MOST_VALUES = 100_000, 4_000_000
"""JSON values that are read of one file, and of all: an empty list of two bytes takes thirty times as many once it is
read. Three versions of a micro-credential of the demonstration have 1,300, at most 2,800; 2,000 of them 2.6 million."""

MOST_TOLD = 12
"""Things that are wrong with an archive that are told in one sentence each; of more their number."""

LONGEST_PLACE = 200
"""Characters of a place in a file that are told: names of members are what somebody wrote."""

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can carry."""


class ArchiveUnreadable(Refusal):
    """The file is no archive of a catalogue, or is damaged. `troubles` names everything that is wrong, by its file."""

    message = gettext_lazy("This archive cannot be read. {told}")
    field = "archive"
    status = 400

    def __init__(self, *troubles: str) -> None:
        self.troubles = tuple(readable(trouble) for trouble in troubles)
        told, left = " ".join(self.troubles[:MOST_TOLD]), len(troubles) - MOST_TOLD
        if left > 0:
            more = ngettext("And {count} more thing is wrong.", "And {count} more things are wrong.", left)
            told = f"{told} {more.format(count=left)}"
        super().__init__(told=told)


def write_archive(archive: Archive) -> bytes:
    """The archive as a file."""
    files = _files(archive)
    manifest = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "source": archive.source,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in sorted({MANIFEST: jcs(manifest), **files}.items()):
            target.writestr(zipfile.ZipInfo(name, NO_TIME), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def contents_digest(archive: Archive) -> str:
    """The SHA-256, in hexadecimal, of everything in an archive but the name of whose it is."""
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in _files(archive).items()}
    return hashlib.sha256(jcs(listed)).hexdigest()


def read_archive(source: BinaryIO) -> Archive:
    """Read an archive and compare every file with what the manifest says of it.

    Raises:
        ArchiveUnreadable: no ZIP file, no manifest, another format, larger than `MOST_BYTES`, or files that are
            missing, left over, changed or not of the expected shape; all of them are named.
    """
    files = _unpacked(source)
    _within_values(files)
    manifest = _manifest(files)
    listed: Mapping[str, str] = manifest["files"]
    troubles = [
        *(_("{file} is missing.").format(file=name) for name in listed if name not in files),
        *(
            _("{file} is not in the manifest.").format(file=name)
            for name in files
            if name not in listed and name != MANIFEST
        ),
        *(
            _("{file} was changed after the archive was made.").format(file=name)
            for name, digest in listed.items()
            if name in files and hashlib.sha256(files[name]).hexdigest() != digest
        ),
    ]
    micro_credentials: list[Any] = []
    rows: dict[str, list[Any]] = {name: [] for name in LISTS}
    for name in sorted(listed):
        if name not in files:
            continue
        if name.startswith(FOLDER):
            micro_credentials += _read(name, files[name], ArchivedMicroCredential, troubles, one=True)
        elif name in LISTS:
            rows[name] = _read(name, files[name], LISTS[name], troubles)
        elif not name.startswith(ATTACHMENTS):
            troubles.append(_("{file} is not a file that archives of catalogues have.").format(file=name))
    attachments = _attachments(rows["attachments.json"], files, troubles)
    if troubles:
        raise ArchiveUnreadable(*troubles)
    try:
        return Archive(
            source=manifest["source"],
            micro_credentials=tuple(micro_credentials),
            stacks=tuple(rows["stacks.json"]),
            crosswalks=tuple(rows["crosswalks.json"]),
            frameworks=tuple(rows["frameworks.json"]),
            attachments=attachments,
        )
    except ValidationError as error:
        raise ArchiveUnreadable(*(_trouble(MANIFEST, each["loc"], each["msg"]) for each in error.errors())) from error


def _within_values(files: Mapping[str, bytes]) -> None:
    """Refuse JSON of which more would be made than a catalogue has, before any of it is."""
    left = MOST_VALUES
    for name, content in files.items():
        if name.startswith(ATTACHMENTS):
            continue
        # Each value but the first of its list or object follows a comma; those in texts count too, which is no matter.
        values = content.count(b",") + content.count(b"[") + content.count(b"{")
        left -= values
        if values > MOST_VALUES_OF_A_FILE or left < 0:
            words = _(
                "{file} holds more values than a file of a catalogue does, or all together hold more than {most}."
            )
            raise ArchiveUnreadable(words.format(file=name, most=MOST_VALUES))


def _files(archive: Archive) -> dict[str, bytes]:
    files = {f"{FOLDER}{thing.slug}.json": _bytes_of(thing) for thing in archive.micro_credentials}
    for name, rows in (
        ("stacks.json", archive.stacks),
        ("crosswalks.json", archive.crosswalks),
        ("frameworks.json", archive.frameworks),
        ("attachments.json", archive.attachments),
    ):
        files[name] = jcs([row.model_dump(mode="json") for row in rows])
    files.update((f"{ATTACHMENTS}{one.id}", one.content) for one in archive.attachments)
    return files


def _attachments(
    rows: Iterable[Any], files: Mapping[str, bytes], troubles: list[str]
) -> tuple[ArchivedAttachment, ...]:
    """The listed attachments with their bytes, which must be those that the list speaks of."""
    found = []
    for row in rows:
        content = files.get(f"{ATTACHMENTS}{row.id}")
        if content is None or hashlib.sha256(content).hexdigest() != row.sha256:
            troubles.append(_("{file} is missing, or another one than the list says.").format(file=row.name))
        else:
            found.append(row.model_copy(update={"content": content}))
    return tuple(found)


def _bytes_of(row: BaseModel) -> bytes:
    return jcs(row.model_dump(mode="json"))


def _unpacked(source: BinaryIO) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(source) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise ArchiveUnreadable(
                    _("It holds {count} files; more than {most} are not read.").format(
                        count=len(entries), most=MOST_FILES
                    )
                )
            return dict(_contents(packed, entries))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        # RuntimeError: encrypted; NotImplementedError: a compression that Python does not know
        raise ArchiveUnreadable(
            _("This is not a ZIP file that can be read. Choose an archive that Microcred exported.")
        ) from error


def _contents(packed: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo]) -> Iterable[tuple[str, bytes]]:
    """Names and contents. What an entry says of its own size is not believed."""
    left = MOST_BYTES
    seen: set[str] = set()
    for entry in entries:
        if entry.filename in seen:
            raise ArchiveUnreadable(_("{file} stands twice in it.").format(file=entry.filename))
        seen.add(entry.filename)
        with packed.open(entry) as opened:
            most = MOST_BYTES_OF_A_FILE if entry.filename.startswith(ATTACHMENTS) else MOST_BYTES_OF_JSON
            content = opened.read(most + 1)
        left -= len(content)
        if len(content) > most or left < 0:
            raise ArchiveUnreadable(
                _("{file} is larger than {most} MB, or all together unpack to more than {most_in_all} MB.").format(
                    file=entry.filename, most=most >> 20, most_in_all=MOST_BYTES >> 20
                )
            )
        yield entry.filename, content


def _manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        manifest = keepable(json.loads(files[MANIFEST]))
        known = manifest["format"] == FORMAT and isinstance(manifest["source"], str)
        listed = isinstance(manifest["files"], dict)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ArchiveUnreadable(
            _("It has no {file} that can be read, so it is none of a catalogue.").format(file=MANIFEST)
        ) from error
    if not (known and listed):
        raise ArchiveUnreadable(_("Its {file} is not that of a catalogue’s archive.").format(file=MANIFEST))
    if manifest.get("version") != FORMAT_VERSION:
        raise ArchiveUnreadable(
            _(
                "It is of format {theirs}; this installation reads {ours}. Export it again from an installation of the "
                "same age, or bring this one up to date."
            ).format(theirs=manifest.get("version"), ours=FORMAT_VERSION)
        )
    found: dict[str, Any] = manifest
    return found


def _read(name: str, content: bytes, shape: type[BaseModel], troubles: list[str], *, one: bool = False) -> list[Any]:
    """The rows of a file; what is wrong with any of them goes to `troubles`."""
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        troubles.append(_("{file} is no JSON.").format(file=name))
        return []
    if one:
        values = [values]
    if not isinstance(values, list):
        troubles.append(_("{file} is no list.").format(file=name))
        return []
    rows = []
    for place, value in enumerate(values):
        try:
            rows.append(shape.model_validate(value))
        except ValidationError as error:
            first = error.errors()[0]
            troubles.append(_trouble(name, first["loc"] if one else (place, *first["loc"]), first["msg"]))
    return rows


def _trouble(file: str, place: Iterable[str | int], words: str) -> str:
    where = ".".join(map(str, place))[:LONGEST_PLACE]
    return _("{file}: {where}: {words}.").format(file=file, where=where, words=words)
