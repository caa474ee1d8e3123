"""What a revocation would do to the ledger: the rules applied to the record as it would be then."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from microcred.catalog.queries import title_for_readers
from microcred.credentials.consequences import Consequence, foresees
from microcred.credentials.models import Award
from microcred.recognition.models import CreditSet, Entry, Ruling
from microcred.recognition.queries.differences import differences
from microcred.recognition.queries.policies import unit_of, words_of
from microcred.recognition.rules import plain
from microcred.recognition.rules.languages import said


@foresees
def credit_foreseen(award: Award, at: datetime) -> list[Consequence]:
    """Which entries of its holder's ledger would be reversed, and what of their other credit would come to more or
    less, because there is room under a limit or something is missing for another rule."""
    return [*_reversed(award), *_moved(award, at)]


def _reversed(award: Award) -> Iterator[Consequence]:
    entries = Entry.objects.filter(award=award, reversal__isnull=True)
    entries = entries.select_related("cycle__policy", "policy", "ruling").prefetch_related("adjustments")
    for entry in entries.order_by("pk"):
        sent = CreditSet.objects.filter(entries__entry=entry, outcome=CreditSet.Outcome.APPROVED).exists()
        yield Consequence("credit_reversed", entry.pk, _how(entry, sent=sent) % _facts(entry), -entry.counted)


def _how(entry: Entry, *, sent: bool) -> str:
    if not entry.stands:
        return _("%(amount)s %(unit)s under “%(policy)s”, which were declined, are reversed.")
    if sent:
        return _(
            "%(amount)s %(unit)s in the cycle until %(year)s under “%(policy)s”, approved for the agency, "
            "no longer count. The agency gets a correction once the licensure officer has approved what is left."
        )
    ruling = getattr(entry, "ruling", None)
    if not entry.asks_ruling or (ruling is not None and ruling.outcome == Ruling.Outcome.CONFIRMED):
        return _(
            "%(amount)s %(unit)s in the cycle until %(year)s under “%(policy)s”, which count today, no longer count."
        )
    return _(
        "%(amount)s %(unit)s in the cycle until %(year)s under “%(policy)s”, which wait for confirmation, no longer "
        "count."
    )


def _facts(entry: Entry) -> dict[str, object]:
    of_policy = words_of([entry.policy])
    return {
        "amount": plain(entry.counted),
        "unit": said(unit_of(entry.policy), of_policy),
        "year": entry.cycle.last_day.year,
        "policy": said(entry.policy.name, of_policy),
    }


def _moved(award: Award, at: datetime) -> Iterator[Consequence]:
    for one in differences([award.person], at=at, without=award.pk):
        titles: dict[str, str | Promise] = {
            str(each.pk): title_for_readers(each.version) for each in one.examined.awards
        }
        titles |= {str(each.pk): each.name for each in one.examined.found.activities}
        rows = Entry.objects.select_related("policy", "cycle").prefetch_related("adjustments")
        entries = rows.in_bulk([line.pk for line, _finding, _change in one.adjusted])
        for line, finding, change in one.adjusted:
            entry = entries[line.pk]
            words = _("“%(title)s” counts for %(amount)s %(unit)s under “%(policy)s” then, and not for %(before)s.")
            facts = _facts(entry) | {"title": titles[finding.item], "amount": plain(finding.amount)}
            yield Consequence("credit_adjusted", entry.pk, words % (facts | {"before": plain(entry.counted)}), change)
        for finding in one.entered:
            if finding.item == str(award.pk) or finding.cycle is None:
                continue
            words = _("“%(title)s” counts for %(amount)s %(unit)s under “%(policy)s” then, and did not before.")
            of_policy = words_of([finding.policy])
            facts = {
                "title": titles[finding.item],
                "amount": plain(finding.amount),
                "unit": said(finding.unit, of_policy),
                "policy": said(finding.policy.name, of_policy),
            }
            yield Consequence("credit_entered", UUID(finding.item), words % facts, finding.amount)
