"""The examination of an arrival: what it is, what is in it, whether it is malicious; then a clean copy and its forms.

It can be cut off at any moment and begins again: nothing of it is evidence before the last step, which makes the item
in one transaction, and it makes one however often it is run.
"""

from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation import jobs, storage
from microcred.foundation.inspection import (
    FileActsMalicious,
    FileHasActiveContent,
    FileLocked,
    FileRefused,
    FileUnpacksTooLarge,
    pages,
)
from microcred.foundation.inspection.apart import Answer, Limits, inspect_apart, lay_out_apart, probe_apart
from microcred.foundation.inspection.inspect import expected_kind, extension_of
from microcred.foundation.inspection.kept import facts_kept
from microcred.foundation.inspection.scanning import Verdict, scan
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.organizations.models import Person
from microcred.portfolios.models import (
    Arrival,
    Dismissal,
    ExaminationStep,
    Examined,
    FoundMetadata,
    Item,
    Release,
    Rendition,
)
from microcred.portfolios.operations.gates import own
from microcred.portfolios.operations.letting_go import let_go_of_original
from microcred.portfolios.operations.local import local_copy, pieces
from microcred.portfolios.operations.looking import Seen, keep_gauge, seen_in
from microcred.portfolios.operations.privacy import Looked, keep_look, look_over
from microcred.portfolios.queries.arrivals import unended

EXAMINATION_JOB = "portfolios.examine"
LAYING_OUT_JOB = "portfolios.lay_out"
EXAMINATION_QUEUE = "files"

LONGEST_MINUTES = 240
"""minutes that any recording may last"""

GRACE_SECONDS = 5
"""seconds that a recording may last beyond its limit: nobody is turned down for the silence at the end"""

Step, Outcome = ExaminationStep.Step, ExaminationStep.Outcome
_IN_IT = (FileLocked, FileUnpacksTooLarge, FileHasActiveContent)


class RecordingTooLong(FileRefused):
    """A recording lasts longer than the requirement takes."""

    message = _(
        "“{name}” lasts {length} minutes; this requirement takes at most {limit}. Cut it to the part that shows the "
        "criteria, and say in your answer what came before."
    )


class DocumentTooLong(FileRefused):
    """A document has more pages than the requirement takes."""

    message = _(
        "“{name}” has {pages} pages; this requirement takes at most {limit}. Hand in the pages that show the criteria."
    )


def examine(arrival: Arrival, *, at: datetime, at_once: bool = False) -> FileRefused | None:
    """Lead an arrival through its examination, from the beginning. Return why it was refused, where it was.

    Not one transaction: each outcome is kept as soon as it is known. An arrival whose scan is held stays as it is.

    Args:
        at_once: somebody waits for it, and so does a transaction.
    """
    if is_over(arrival):
        return None
    try:
        with local_copy(arrival.original) as source:
            answer = _inspected(arrival, source, at_once)
            try:
                _note(actor=None, arrival=arrival, step=Step.TYPE, outcome=Outcome.PASSED, at=at)
                _note(actor=None, arrival=arrival, step=Step.UNPACK, outcome=Outcome.PASSED, at=at)
                if _searched(arrival, source, answer, at):
                    # Before the transaction that makes the item: no long recording is gauged in a moment, and no long
                    # text looked through.
                    template, sha256 = arrival.requirement.template_file, arrival.original.sha256
                    seen = seen_in(answer.clean, arrival.title, sha256=sha256, template=template)
                    looked = look_over(answer.clean, arrival.title, person=arrival.pursuit.person, at=at)
                    take_in(actor=None, arrival=arrival, answer=answer, looked=looked, seen=seen, at=at)
            finally:
                answer.close()
    except FileRefused as refusal:
        step = Step.SCAN if isinstance(refusal, FileActsMalicious) else Step.UNPACK
        step = step if isinstance(refusal, (*_IN_IT, FileActsMalicious)) else Step.TYPE
        facts = facts_kept(refusal.facts)
        _note(actor=None, arrival=arrival, step=step, outcome=Outcome.REFUSED, at=at, fact=refusal.code, facts=facts)
        let_go_of_original(actor=None, arrival=arrival, at=at)
        return refusal
    return None


def is_over(arrival: Arrival) -> bool:
    """Whether its examination ended: it is an item, was refused, or was put aside."""
    return (
        Examined.objects.filter(arrival=arrival).exists()
        or Dismissal.objects.filter(arrival=arrival).exists()
        or arrival.steps.filter(outcome=Outcome.REFUSED).exists()
    )


@operation
def take_in(
    *,
    actor: Person | None,
    arrival: Arrival,
    answer: Answer,
    looked: Looked,
    at: datetime,
    seen: Seen | None = None,
) -> Item | None:
    """Make the item: the clean copy and its forms are kept, the original stays sealed. Done twice is done once.

    None where it was put aside meanwhile, and its bytes are gone.

    Args:
        looked: what the privacy helper saw in the clean copy.
        seen: what was seen of the clean copy; None where that is still to be done.
    """
    hold(arrival.pursuit_id)
    there = Item.objects.filter(examined__arrival=arrival).first()
    if there is not None or storage.is_emptied(arrival.original):
        return there
    file = storage.store(pieces(answer.clean), name=arrival.title, media_type=answer.media_type)
    item = Item.objects.create(
        pursuit=arrival.pursuit,
        requirement=arrival.requirement,
        kind=answer.kind,
        title=arrival.title,
        file=file,
        put_in_at=arrival.arrived_at,
    )
    Examined.objects.create(arrival=arrival, item=item)
    if answer.poster is not None:
        still = storage.store(pieces(answer.poster), name="still.jpg", media_type="image/jpeg")
        Rendition.objects.create(item=item, role=Rendition.Role.POSTER, file=still)
    if pages.can_be_laid_out(extension_of(item.title)):
        jobs.defer(LAYING_OUT_JOB, queue=EXAMINATION_QUEUE, item_id=str(item.pk))
    keep_look(file, looked, person=arrival.pursuit.person, at=at)
    if seen is not None:
        keep_gauge(actor=None, file=file, person=arrival.pursuit.person, seen=seen, at=at)
    if answer.found:
        FoundMetadata.objects.get_or_create(arrival=arrival, defaults={"facts": answer.found})
    _note(actor=None, arrival=arrival, step=Step.STRIP, outcome=Outcome.PASSED, at=at)
    _note(actor=None, arrival=arrival, step=Step.DERIVE, outcome=Outcome.PASSED, at=at)
    return item


def lay_out(item: Item) -> None:
    """Add an office file's pages, for who looks at it without opening it. Without LibreOffice there are none."""
    if item.file is None or item.renditions.filter(role=Rendition.Role.PAGES).exists():
        return
    with local_copy(item.file) as clean:
        view = lay_out_apart(clean, item.title)
    if view is not None:
        with view:
            add_pages(actor=None, item=item, view=view)


@operation
def add_pages(*, actor: Person | None, item: Item, view: IO[bytes]) -> Rendition:
    """Keep the pages of an item; once, however often they were laid out."""
    hold(item.pursuit_id)
    there = item.renditions.filter(role=Rendition.Role.PAGES).first()
    if there is not None:
        return there
    file = storage.store(pieces(view), name="pages.pdf", media_type="application/pdf")
    return Rendition.objects.create(item=item, role=Rendition.Role.PAGES, file=file)


@operation
def dismiss(*, actor: Person, arrival: Arrival, at: datetime) -> Dismissal:
    """Put an arrival aside, refused or not yet examined, and let its bytes go. Put aside twice is put aside.

    Raises:
        NotAllowed.
    """
    own(actor, arrival.pursuit)
    hold(arrival.pursuit_id)
    dismissal, _is_new = Dismissal.objects.get_or_create(arrival=arrival, defaults={"dismissed_at": at})
    let_go_of_original(actor=None, arrival=arrival, at=at)
    return dismissal


@operation
def release(*, actor: Person | None, arrival: Arrival, reason: str, at: datetime) -> Release:
    """Let an arrival go on that no scanner searched to its end; its examination is taken up again."""
    there, _is_new = Release.objects.get_or_create(
        arrival=arrival, defaults={"reason": reason[:500], "released_at": at}
    )
    have_examined(arrival)
    return there


@operation
def _note(
    *,
    actor: Person | None,
    arrival: Arrival,
    step: str,
    outcome: str,
    at: datetime,
    fact: str = "",
    facts: dict[str, Any] | None = None,
) -> ExaminationStep:
    """Keep the outcome of a step; the same outcome again is the one that is there."""
    row, _is_new = ExaminationStep.objects.get_or_create(
        arrival=arrival, step=step, outcome=outcome, defaults={"fact": fact, "facts": facts or {}, "done_at": at}
    )
    return row


def have_examined(arrival: Arrival) -> None:
    """Defer the examination, in the current transaction; once while it waits.

    Who has many files waiting goes behind who has few: the more wait in an organization, the later its next one.
    """
    facts = {"arrival_id": str(arrival.pk)}
    if jobs.waits(EXAMINATION_JOB, queue=EXAMINATION_QUEUE, **facts):
        return
    owner = arrival.pursuit.version.micro_credential.owner_id
    ahead = unended().filter(pursuit__version__micro_credential__owner=owner).exclude(pk=arrival.pk).count()
    jobs.defer(EXAMINATION_JOB, queue=EXAMINATION_QUEUE, priority=-min(ahead, 1000), **facts)


def _inspected(arrival: Arrival, source: IO[bytes], at_once: bool) -> Answer:
    requirement, anew, limits = arrival.requirement, False, Limits(wall_seconds=40) if at_once else Limits()
    if expected_kind(arrival.title) in (Item.Kind.VIDEO, Item.Kind.AUDIO):
        headers = probe_apart(source)
        seconds = headers.get("seconds") or 0
        _short_enough(arrival.title, requirement, seconds)
        anew = bool(headers) and not headers["plays"] and not at_once
        # Encoding takes about as long as watching; copying a file of this size, a small part of that.
        if not at_once:
            limits = Limits(60 + int(seconds) * (8 if anew else 1), 120 + int(seconds) * (8 if anew else 1))
    answer = inspect_apart(source, arrival.title, limits, anew=anew)
    try:
        _short_enough(arrival.title, requirement, answer.seconds or 0)
        if requirement.page_limit and answer.pages is not None and answer.pages > requirement.page_limit:
            raise DocumentTooLong(name=arrival.title, pages=answer.pages, limit=requirement.page_limit)
    except FileRefused:
        answer.close()
        raise
    return answer


def takes_long(arrival: Arrival) -> bool:
    """Whether a recording has to be encoded anew, for few browsers play it: nobody waits for that at a form."""
    if expected_kind(arrival.title) not in (Item.Kind.VIDEO, Item.Kind.AUDIO):
        return False
    with local_copy(arrival.original) as source:
        headers = probe_apart(source)
    return bool(headers) and not headers["plays"]


def _short_enough(name: str, requirement: Requirement, seconds: float) -> None:
    limit = min(requirement.minute_limit or LONGEST_MINUTES, LONGEST_MINUTES)
    if seconds > limit * 60 + GRACE_SECONDS:
        minutes, rest = divmod(round(seconds), 60)
        raise RecordingTooLong(name=name, length=f"{minutes}:{rest:02}", limit=limit)


def _searched(arrival: Arrival, source: IO[bytes], answer: Answer, at: datetime) -> bool:
    """Whether the search for malicious software lets it go on."""
    verdict, detail = scan(source)
    if verdict is Verdict.FOUND:
        raise FileActsMalicious(name=arrival.title, what=detail)
    outcome = {
        Verdict.CLEAN: Outcome.PASSED,
        Verdict.NO_SCANNER: Outcome.NOT_SCANNED,
        Verdict.NOT_FULLY: Outcome.NOT_FULLY_SCANNED,
        Verdict.DOWN: Outcome.HELD,
    }[verdict]
    _note(actor=None, arrival=arrival, step=Step.SCAN, outcome=outcome, fact=detail[:60], at=at)
    if outcome is Outcome.HELD:
        return False
    if outcome is not Outcome.NOT_FULLY_SCANNED or Release.objects.filter(arrival=arrival).exists():
        return True
    # A picture or recording that was decoded and encoded anew holds nothing of what could have hidden in it.
    encoded = answer.kind == Item.Kind.IMAGE or answer.rewritten
    return encoded or settings.NOT_FULLY_SCANNED == "take"
