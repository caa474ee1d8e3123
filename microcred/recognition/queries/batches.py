"""Questions about files to an agency: what is to be sent, what was sent, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from microcred.foundation.days import day_in
from microcred.organizations.models import Organization
from microcred.recognition.layouts import layouts
from microcred.recognition.models import BatchFile, BatchLine, CreditSet, LicenceStatement
from microcred.recognition.queries.licensure import licences_of_cycles
from microcred.recognition.queries.policies import unit_of
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.rules.layouts import DoesNotFit, Layout, file_of, line_of

Why = Literal["no licence", "width", "letters", "line"]


@dataclass(frozen=True)
class ToSend:
    """One line that is to be sent, as it will stand in the file; or why it cannot be.

    Attributes:
        corrects: the line that it corrects or withdraws.
        again: the rejected line that it says once more.
        column: where it does not fit.
    """

    set: CreditSet
    kind: BatchLine.Kind
    key: str
    text: str
    amount: Decimal
    corrects: BatchLine | None = None
    again: BatchLine | None = None
    why_not: Why | None = None
    column: str = ""


def key_of(one: CreditSet) -> str:
    """What names a set in every file: 24 hexadecimal digits of the SHA-256 of its cycle and number."""
    return sha256(f"{one.jurisdiction_id}:{one.cycle_id}:{one.number}".encode()).hexdigest()[:24].upper()


def layouts_for(jurisdiction: Organization) -> list[Layout]:
    """The layouts that a state may use: its own and those of any."""
    return [one for one in layouts().values() if one.jurisdiction in (jurisdiction.slug, "any")]


def to_send(jurisdiction: Organization, layout: Layout) -> list[ToSend]:
    """What the last words about cycles leave to be sent, in the order of the people's names. A set that was sent and
    not rejected is never among them. A fixed number of queries."""
    last = CreditSet.objects.filter(jurisdiction=jurisdiction).order_by("cycle_id", "-number").distinct("cycle_id")
    sets = list(
        CreditSet.objects.filter(pk__in=last.values("pk"))
        .select_related("cycle__person", "cycle__policy", "cycle__keeper")
        .prefetch_related(
            "entries__entry__award__version", "entries__entry__award__issuer", "entries__entry__statement"
        )
        .order_by("cycle__person__name", "cycle_id")
    )
    as_changed(one.cycle for one in sets)
    sent: dict[UUID, list[BatchLine]] = {}
    lines = BatchLine.objects.filter(set__jurisdiction=jurisdiction).select_related("set", "answer")
    for line in lines.order_by("file__number", "place"):
        sent.setdefault(line.set.cycle_id, []).append(line)
    licences = licences_of_cycles([one.cycle for one in sets], jurisdiction)
    units = {one.cycle.policy_id: one.cycle.policy for one in sets}
    named = {pk: unit_of(policy) for pk, policy in units.items()}
    found = (_next(one, sent.get(one.cycle_id, []), licences, named, layout) for one in sets)
    return [one for one in found if one is not None]


def _next(
    one: CreditSet,
    sent: Sequence[BatchLine],
    licences: dict[UUID, LicenceStatement],
    units: dict[UUID, str],
    layout: Layout,
) -> ToSend | None:
    stands = [line for line in sent if not _rejected(line)]
    standing = stands[-1] if stands and stands[-1].kind != BatchLine.Kind.WITHDRAWAL else None
    of_this = [line for line in sent if line.set_id == one.pk]
    again = of_this[-1] if of_this and _rejected(of_this[-1]) else None
    if of_this and again is None and (standing is None or not one.cycle.has_ended):
        return None
    if one.outcome == CreditSet.Outcome.APPROVED and not one.cycle.has_ended:
        kind = BatchLine.Kind.CORRECTION if standing is not None else BatchLine.Kind.ORIGINAL
    elif standing is not None:
        kind = BatchLine.Kind.WITHDRAWAL
    else:
        return None
    if again is not None and kind is BatchLine.Kind.ORIGINAL:
        kind = BatchLine.Kind.AGAIN
    amount = Decimal(0) if kind is BatchLine.Kind.WITHDRAWAL else one.amount
    licence = licences.get(one.cycle_id)
    given: dict[str, Any] = {"set": one, "kind": kind, "key": key_of(one), "amount": amount}
    given |= {"corrects": standing, "again": again}
    if licence is None or not licence.licence_number:
        return ToSend(**given, text="", why_not="no licence")
    try:
        text = line_of(layout, _facts(one, kind, amount, standing, licence, units[one.cycle.policy_id]))
    except DoesNotFit as wrong:
        return ToSend(**given, text="", why_not=wrong.why, column=wrong.column)
    return ToSend(**given, text=text)


def _rejected(line: BatchLine) -> bool:
    return hasattr(line, "answer") and not line.answer.accepted


def _facts(
    one: CreditSet,
    kind: BatchLine.Kind,
    amount: Decimal,
    corrects: BatchLine | None,
    licence: LicenceStatement,
    unit: str,
) -> dict[str, Any]:
    cycle, name = one.cycle, one.cycle.person.name
    given, _space, family = name.rpartition(" ")
    entries = [each.entry for each in one.entries.all()]
    return {
        "key": key_of(one),
        "kind": kind.value,
        "corrects": corrects.key if corrects is not None else "",
        "licence_number": licence.licence_number,
        "licence_type": licence.type,
        "family_name": family,
        "given_name": given,
        "full_name": name,
        "district": cycle.keeper.name if cycle.keeper.kind == Organization.Kind.DISTRICT else "",
        "jurisdiction": one.jurisdiction_id,
        "cycle_first_day": cycle.starts_on,
        "cycle_last_day": cycle.last_day,
        "licence_first_day": licence.issued_on,
        "licence_last_day": licence.expires_on or cycle.last_day,
        "amount": amount,
        "unit": unit,
        "entries": len(entries),
        "titles": "; ".join(str(entry.title) for entry in entries),
        "issuers": "; ".join(sorted({entry.given_by for entry in entries} - {""})),
        "approved_on": day_in(one.decided_at, cycle.keeper.time_zone),
    }


def content_of(layout: Layout, lines: Sequence[str], *, number: int, made_on: date, amount: Decimal) -> str:
    """A whole file."""
    totals = {"file_number": number, "made_on": made_on, "lines": len(lines), "amount_total": amount}
    return file_of(layout, lines, totals)


def digest_of_content(content: str) -> str:
    """The SHA-256, hexadecimal, of a file's bytes, which are UTF-8."""
    return sha256(content.encode()).hexdigest()


def files_of(jurisdictions: Iterable[UUID]) -> QuerySet[BatchFile]:
    """The files of some states, the newest first, with how many of their lines were accepted, rejected, or wait."""
    return (
        BatchFile.objects.filter(jurisdiction__in=list(jurisdictions))
        .select_related("jurisdiction", "made_by")
        .annotate(
            accepted=Count("lines__answer", filter=Q(lines__answer__accepted=True)),
            rejected=Count("lines__answer", filter=Q(lines__answer__accepted=False)),
        )
        .order_by("-made_at", "-pk")
    )


def lines_of(file: BatchFile) -> QuerySet[BatchLine]:
    """The lines of a file in their order, each with whose it is and what the agency said."""
    found = BatchLine.objects.filter(file=file).select_related(
        "set__cycle__person", "corrects", "again", "answer", "sent_again"
    )
    return found.order_by("place")


def content_again(file: BatchFile) -> str:
    """A file as it was made: byte for byte, as long as nobody in it has been erased since."""
    lines = list(BatchLine.objects.filter(file=file).order_by("place").values_list("text", flat=True))
    return content_of(layouts()[file.layout], lines, number=file.number, made_on=file.made_on, amount=file.amount)
