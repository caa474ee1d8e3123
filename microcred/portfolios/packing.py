"""A whole submission as one archive, written while it is read: nothing of it is held in memory or on disk."""

from collections.abc import Iterable, Iterator
from typing import cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from microcred.foundation.models import StoredFile
from microcred.foundation.storage import read_range
from microcred.portfolios.models import Submission
from microcred.portfolios.queries.pins import pin_bytes

ENTRY_TIME = (1980, 1, 1, 0, 0, 0)
"""The same for all: when something was packed says nothing about it."""


class _Drain:
    """What an archive is written into: it gives away what came since it was asked last."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._written = 0

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        self._written += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._written

    def flush(self) -> None:
        """Nothing waits."""

    def drained(self) -> bytes:
        pieces, self._pieces = b"".join(self._pieces), []
        return pieces


def packed(submission: Submission) -> Iterator[bytes]:
    """The bytes of a ZIP archive with the manifest and everything that it names, each as it was frozen."""
    drain = _Drain()
    # ZIP needs only to write and to know where it is when it cannot seek (APPNOTE 4.4.4, bit 3).
    with ZipFile(cast("object", drain), "w", ZIP_STORED) as archive:  # type: ignore[call-overload]
        for name, pieces in _entries(submission):
            with archive.open(ZipInfo(name, ENTRY_TIME), "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece)
                    yield drain.drained()
    yield drain.drained()


def words_in(submission: Submission) -> Iterator[tuple[str, bytes]]:
    """All that a submission froze but its files, each under the name that it has in the archive."""
    for number, text in enumerate(submission.texts.order_by("requirement__part", "requirement__position"), start=1):
        yield f"answers/{number}.txt", text.text.encode()
    for row in submission.items.filter(item__file=None).select_related("item").order_by("position"):
        yield f"links/{row.alias}.txt", row.item.url.encode()
    for number, pin in enumerate(submission.pins.order_by("position"), start=1):
        yield f"pins/{number}.json", pin_bytes(pin)
    for reason in submission.alternatives.select_related("requirement").order_by("requirement__position"):
        yield f"alternatives/{reason.requirement.position + 1}.txt", reason.words.encode()
    for number, note in enumerate(submission.change_notes.order_by("pk"), start=1):
        yield f"changes/{number}.txt", note.text.encode()
    for attestation in submission.attestations.order_by("pk"):
        yield f"statements/{attestation.kind}.txt", attestation.text.encode()
    disclosure = getattr(submission, "tool_disclosure", None)
    if disclosure is not None:
        yield "statements/tools.txt", disclosure.text.encode()


def _entries(submission: Submission) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield "manifest.json", [submission.manifest.encode()]
    for name, words in words_in(submission):
        yield name, [words]
    for row in submission.items.exclude(item__file=None).select_related("item__file").order_by("position"):
        file = cast("StoredFile", row.item.file)
        yield f"files/{row.alias}", read_range(file, 0, file.size)
