"""The verbs of files to an agency: making one, and reading its answer back."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from microcred.foundation.days import day_in
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.recognition.layouts import layouts
from microcred.recognition.models import BatchFile, BatchLine, BatchLineAnswer, BatchResponse
from microcred.recognition.queries.batches import content_of, digest_of_content, layouts_for, to_send
from microcred.recognition.rules.layouts import Problem, read_response


class NothingToSend(Refusal):
    """An empty file is no use, and the same again would be taken for something new."""

    message = _(
        "There is nothing to send: what is approved was sent, and nothing has changed since. Take the last file again."
    )


class LayoutUnknown(Refusal):
    """The state has no such layout."""

    message = _("Choose one of the layouts that are listed.")
    field = "layout"


class ReadAlready(Refusal):
    """The very same answer."""

    message = _("This answer was read on {day}. Nothing in it is new.")
    field = "answer"


class NothingRead(Refusal):
    """Nothing of it could be used."""

    message = _("Nothing could be read of this answer: {problem}")
    field = "answer"


@dataclass(frozen=True)
class Read:
    """What came of reading an answer: the receipt, and what could not be used."""

    response: BatchResponse
    problems: tuple[Problem, ...]


@operation
def make_batch_file(*, actor: Person, jurisdiction: Organization, layout: str, at: datetime) -> BatchFile:
    """Make a file of everything that is approved and was not sent, in a layout of the agency, with a receipt. What does
    not fit into the layout, or has no licence number, is left out and stays to be sent.

    Raises:
        LayoutUnknown, NothingToSend, NotAllowed.
    """
    if not acts_as(actor, Role.LICENSURE_OFFICER, for_organization=jurisdiction, at=at):
        raise NotAllowed
    shape = next((one for one in layouts_for(jurisdiction) if one.id == layout), None)
    if shape is None:
        raise LayoutUnknown
    hold(jurisdiction.pk)
    ready = [one for one in to_send(jurisdiction, shape) if one.why_not is None]
    if not ready:
        raise NothingToSend
    last = BatchFile.objects.filter(jurisdiction=jurisdiction).order_by("-number").first()
    number, today = 1 if last is None else last.number + 1, day_in(at, jurisdiction.time_zone)
    amount = sum((one.amount for one in ready), Decimal(0))
    content = content_of(shape, [one.text for one in ready], number=number, made_on=today, amount=amount)
    file = BatchFile.objects.create(
        jurisdiction=jurisdiction,
        layout=shape.id,
        layout_version=shape.version,
        number=number,
        lines_count=len(ready),
        amount=amount,
        digest=digest_of_content(content),
        made_on=today,
        made_at=at,
        made_by=actor,
    )
    BatchLine.objects.bulk_create(
        BatchLine(
            file=file,
            set=one.set,
            place=place,
            key=one.key,
            kind=one.kind,
            corrects=one.corrects,
            again=one.again,
            text=one.text,
        )
        for place, one in enumerate(ready, start=1)
    )
    return file


@operation
def read_batch_response(*, actor: Person, file: BatchFile, content: str, at: datetime) -> Read:
    """Read an agency's answer to a file: which lines it accepted, and which it rejected and why. The first word about a
    line stands. What it rejected can be sent again.

    Raises:
        ReadAlready, NothingRead, NotAllowed.
    """
    if not acts_as(actor, Role.LICENSURE_OFFICER, for_organization=file.jurisdiction, at=at):
        raise NotAllowed
    hold(file.pk)
    digest = sha256(content.encode()).hexdigest()
    before = BatchResponse.objects.filter(file=file, digest=digest).first()
    if before is not None:
        raise ReadAlready(day=date_format(before.read_at))
    lines = {line.key: line for line in BatchLine.objects.filter(file=file)}
    said = read_response(layouts()[file.layout], content, keys=lines)
    answered = set(BatchLineAnswer.objects.filter(line__file=file).values_list("line_id", flat=True))
    new = [one for one in said.answers if lines[one.key].pk not in answered]
    if not new:
        told = " ".join(gettext(one.message) % one.values for one in said.problems[:3])
        raise NothingRead(problem=told or _("It says nothing about a line that waits."))
    response = BatchResponse.objects.create(
        file=file,
        digest=digest,
        accepted=sum(one.accepted for one in new),
        rejected=sum(not one.accepted for one in new),
        read_at=at,
        read_by=actor,
    )
    BatchLineAnswer.objects.bulk_create(
        BatchLineAnswer(line=lines[one.key], response=response, accepted=one.accepted, reason=one.reason[:2000])
        for one in new
    )
    return Read(response, said.problems)
