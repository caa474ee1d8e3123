"""The verbs of the documents of activities: attaching, taking away, and searching what no scanner has looked at yet."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.operations.receiving import inspected_upload, keep_clean
from microcred.foundation import storage
from microcred.foundation.inspection import expected_kind
from microcred.foundation.inspection.scanning import Verdict, scan
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.operations.local import local_copy
from microcred.recognition.models import Activity, ActivityDocument, DocumentRemoval, DocumentSearch
from microcred.recognition.operations.activities import refuse_unless_open

MOST_DOCUMENTS = 10
"""of one activity"""

TAKEN = ("document", "image")


class NotAPaper(Refusal):
    """A recording, or something that is no file for reading."""

    message = _("“{name}” is no document or picture. Attach the certificate as PDF, JPEG or PNG.")
    field = "file"
    status = 422


class TooManyDocuments(Refusal):
    """As many as a coordinator can be asked to open."""

    message = _("There are {count} documents here already, as many as one activity takes. Take one away first.")
    field = "file"


class AttachedAlready(Refusal):
    """The very same bytes."""

    message = _("“{name}” is attached to this already.")
    field = "file"


class ActsMalicious(Refusal):
    """The scanner knows it."""

    message = _(
        "“{name}” was recognized as malicious software ({what}), and nothing of it was kept. If you made it yourself, "
        "have your computer searched before you export it again."
    )
    field = "file"
    status = 422


@operation
def attach_document(
    *, actor: Person, activity: Activity, name: str, chunks: Iterable[bytes], size: int, at: datetime
) -> ActivityDocument:
    """Attach a certificate or other paper to one's own activity, before it is confirmed. A clean copy is kept, without
    what it said of its author, place and making. Where the scanner does not answer, nobody opens it until it has.

    Args:
        size: how many bytes are said to come; more than that are counted.

    Raises:
        FileRefused: one of its subclasses, named for the fact.
        NotAPaper, TooManyDocuments, AttachedAlready, ActsMalicious, ConfirmedAlready, ActivityOver, NotAllowed.
    """
    name = name.replace("\\", "/").rpartition("/")[2][-255:]
    refuse_unless_open(actor, activity)
    if expected_kind(name) not in TAKEN:
        raise NotAPaper(name=name)
    there = ActivityDocument.objects.filter(activity=activity, removal__isnull=True)
    if there.count() >= MOST_DOCUMENTS:
        raise TooManyDocuments(count=MOST_DOCUMENTS)
    inspected = inspected_upload(chunks, name=name, size=size)
    verdict, what = scan(inspected.clean)
    if verdict is Verdict.FOUND:
        inspected.clean.close()
        raise ActsMalicious(name=name, what=what)
    inspected.clean.seek(0)
    encoded = inspected.kind == "image"
    file = keep_clean(inspected, name=name)
    if there.filter(sha256=file.sha256).exists():
        storage.place().remove(file.pk)  # the row that names them goes with this transaction
        raise AttachedAlready(name=name)
    document = ActivityDocument.objects.create(
        activity=activity, title=name, file=file, sha256=file.sha256, attached_at=at
    )
    _write_down(document, verdict, at, encoded=encoded)
    return document


@operation
def remove_document(*, actor: Person, document: ActivityDocument, at: datetime) -> DocumentRemoval:
    """Take a document away from one's own activity, before it is confirmed. Taken away twice is taken away.

    Raises:
        ConfirmedAlready, ActivityOver, NotAllowed.
    """
    refuse_unless_open(actor, document.activity)
    removal = DocumentRemoval.objects.filter(document=document).first()
    if removal is None:
        removal = DocumentRemoval.objects.create(document=document, removed_at=at)
        storage.empty(document.file, at=at)
    return removal


@operation
def search_document(*, actor: Person | None, document: ActivityDocument, at: datetime) -> DocumentSearch | None:
    """Have a document searched that no scanner has looked at; None where it still cannot be. Twice is once."""
    hold(document.activity.person_id)
    there = DocumentSearch.objects.filter(document=document).first()
    if there is not None or storage.is_emptied(document.file):
        return there
    with local_copy(document.file) as clean:
        verdict, _what = scan(clean)
    return _write_down(document, verdict, at, encoded=document.file.media_type.startswith("image/"))


def _write_down(document: ActivityDocument, verdict: Verdict, at: datetime, *, encoded: bool) -> DocumentSearch | None:
    """What the search came to, as far as it came to anything."""
    outcome = {
        Verdict.CLEAN: DocumentSearch.Outcome.PASSED,
        Verdict.FOUND: DocumentSearch.Outcome.REFUSED,
        Verdict.NO_SCANNER: DocumentSearch.Outcome.NOT_SCANNED,
        # A picture that was encoded anew holds nothing of what could have hidden in it.
        Verdict.NOT_FULLY: DocumentSearch.Outcome.NOT_SCANNED if encoded else None,
        Verdict.DOWN: None,
    }[verdict]
    if outcome is None:
        return None
    return DocumentSearch.objects.create(document=document, outcome=outcome, searched_at=at)
