"""Where the ledger, and what was last said, differ from what the rules say now: of one award or activity, and of many
people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from microcred.foundation.many import among
from microcred.organizations.models import Person
from microcred.recognition.models import Cycle, Entry, Policy, Recognition, Ruling
from microcred.recognition.queries.findings import Examined, Finding, examined
from microcred.recognition.queries.lines import EntryLine, last_of_each
from microcred.recognition.rules.engine import CycleResult


def change_of(entry: Entry | EntryLine, finding: Finding, *, is_revoked: bool) -> Decimal:
    """How much more, or below zero less, an entry is worth by what rules say now. Zero where it stays as it is: it was
    declined or reversed, its cycle has closed, or it counts in another one. Of a revoked award there is news of its
    own, which reverses the entry."""
    elsewhere = finding.cycle is None or finding.cycle.pk != entry.cycle_id
    closed = finding.result is not None and finding.result.closed
    if is_revoked or elsewhere or closed or not entry.stands:
        return Decimal(0)
    return finding.amount - entry.counted


def counting_all_the_same(carrying: Sequence[tuple[Entry, Ruling]], *, at: datetime) -> set[UUID]:
    """Of entries that count by the ruling on another, those that would go on counting if it were taken back: the rules
    ask nobody to confirm them by now. In as many queries for several people as for one.

    Args:
        carrying: each with the ruling by which it counts.
    """
    if not carrying:
        return set()
    people = {entry.person.pk: entry.person for entry, _ruling in carrying}
    unruled = {pk for entry, ruling in carrying for pk in (entry.pk, ruling.entry_id)}
    unasked = {
        (UUID(finding.item), finding.policy.family)
        for one in examined(list(people.values()), at=at, unruled=unruled)
        for finding in one.findings
        if finding.amount and not finding.asks_ruling
    }
    return {entry.pk for entry, _ruling in carrying if (entry.item_id, entry.family) in unasked}


@dataclass(frozen=True)
class Said:
    """The last word of a policy on an award or activity."""

    slug: str
    outcome: str
    explanation: Sequence[dict[str, Any]]

    def is_of(self, finding: Finding) -> bool:
        """Whether the same policy says the same again, be it in a newer statement."""
        return (self.slug, self.outcome) == (finding.policy.slug, finding.outcome.value) and (
            self.explanation == finding.explanation
        )


@dataclass(frozen=True)
class Difference:
    """What is another matter now for one person.

    Args:
        adjusted: entries that stand, what is said of each, and by how much it is worth more or less.
        entered: what counts and has no entry.
        said: what counts no more than before, and for another reason.
        asked: cycles that have not closed and of which the rules ask another total, with what they ask.
    """

    examined: Examined
    adjusted: Sequence[tuple[EntryLine, Finding, Decimal]]
    entered: Sequence[Finding]
    said: Sequence[Finding]
    asked: Sequence[tuple[Cycle, CycleResult]] = ()

    @property
    def is_none(self) -> bool:
        """Whether everything is as it was."""
        return not (self.adjusted or self.entered or self.said or self.asked)


def differences(
    people: Sequence[Person], *, at: datetime, supposed: Sequence[Policy] = (), without: UUID | None = None
) -> list[Difference]:
    """What would be written if each of several people were recognized at a moment, in as many queries as of one. Of
    those about whom no policy speaks nothing is told.

    Args:
        without: an award that is taken to have been revoked, and its entries to be reversed.
    """
    looked_at = examined(people, at=at, supposed=supposed, without=without, nothing_too=True)
    words = _last_words([each for one in looked_at for each in _without_entry(one)])
    return [_difference(one, words) for one in looked_at]


def _without_entry(one: Examined) -> list[Finding]:
    """Of what was found, what has no entry under its policy: only there does it matter what was said last."""
    entered = {key for key, entry in last_of_each(one.found.entries).items() if not entry.gives_way}
    return [finding for finding in one.findings if (finding.item, finding.policy.family) not in entered]


def _difference(one: Examined, words: dict[tuple[UUID, str], Said]) -> Difference:
    entries = last_of_each(one.found.entries)
    revoked = {award.id for award in one.awards if award.revoked_at is not None}
    adjusted: list[tuple[EntryLine, Finding, Decimal]] = []
    entered: list[Finding] = []
    said: list[Finding] = []
    for finding in one.findings:
        key = (finding.item, finding.policy.family)
        entry = entries.get(key)
        if entry is not None and not entry.gives_way:
            change = change_of(entry, finding, is_revoked=key[0] in revoked)
            if change:
                adjusted.append((entry, finding, change))
            continue
        last = words.get((UUID(finding.item), key[1]))
        comes_back = entry is not None and bool(finding.amount)
        if comes_back or last is None or not last.is_of(finding):
            (entered if finding.amount else said).append(finding)
    asked = [
        (cycle, result)
        for cycle in one.found.cycles
        if (result := one.asked.get(cycle.pk)) is not None and not result.closed and result.needed != cycle.needed
    ]
    return Difference(one, adjusted, entered, said, asked)


def _last_words(findings: Sequence[Finding]) -> dict[tuple[UUID, str], Said]:
    """The last word of each policy on what is found of awards and activities."""
    found: dict[tuple[UUID, str], Said] = {}
    for about, is_award in (("award", True), ("statement", False)):
        those = {UUID(finding.item) for finding in findings if finding.is_award is is_award}
        families = {finding.policy.family for finding in findings if finding.is_award is is_award}
        if those:
            found |= _last_words_about(about, list(those), families)
    return found


def _last_words_about(about: str, those: Sequence[UUID], families: set[str]) -> dict[tuple[UUID, str], Said]:
    rows = (
        Recognition.objects.filter(among(about, those, of="uuid"), policy__family__in=families)
        .order_by(f"{about}_id", "policy__family", "-evaluated_at", "-pk")
        .distinct(f"{about}_id", "policy__family")
        .values_list(f"{about}_id", "policy__family", "policy__slug", "outcome", "explanation")
    )
    return {(item, family): Said(slug, outcome, told) for item, family, slug, outcome, told in rows}
