"""What a revocation would do to stipends and salary lanes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from microcred.credentials.consequences import Consequence, foresees
from microcred.credentials.models import Award
from microcred.foundation.days import beginning_of
from microcred.foundation.money_words import money
from microcred.organizations.models import Membership
from microcred.rewards import rules
from microcred.rewards.models import LaneSchedule
from microcred.rewards.queries.facts import earned_since
from microcred.rewards.queries.lanes import as_ruled_schedule, exported_last, schedule_of, stood_in
from microcred.rewards.queries.ledger import is_paid, standing_entries_on


@foresees
def stipends_foreseen(award: Award, at: datetime) -> list[Consequence]:
    """Which stipends would be taken back, and which lanes its holder would not have reached."""
    return [*_taken_back(award), *_lanes(award, at)]


def _taken_back(award: Award) -> Iterator[Consequence]:
    for entry in standing_entries_on(award):
        words = (
            _("%(amount)s of “%(offer)s” (%(place)s), paid already, is taken off the next payment.")
            if is_paid(entry)
            else _("%(amount)s of “%(offer)s” (%(place)s), approved and not paid yet, is not paid.")
        )
        facts = {
            "amount": money(entry.amount, entry.offer.currency),
            "offer": entry.offer.name,
            "place": entry.offer.organization.name,
        }
        yield Consequence("stipend_reversed", entry.pk, words % facts, -entry.amount)


def _lanes(award: Award, at: datetime) -> Iterator[Consequence]:
    person = award.person
    lineages = Membership.objects.filter(person=person).values_list("organization__lineage", flat=True)
    places = {place for lineage in lineages for place in lineage}
    stated = LaneSchedule.objects.filter(organization__in=places).select_related("organization")
    for organization in sorted({each.organization for each in stated}, key=lambda each: each.pk):
        schedule = schedule_of(organization)
        if schedule is None:
            continue
        ruled = as_ruled_schedule(schedule)
        since = beginning_of(schedule.counts_from, ruled.zone)
        earned = earned_since(since, [organization.pk], at=at, person=person)
        taken = {each.id for each in earned if each.benefit is rules.Benefit.STIPEND}
        supposed = [replace(each, standing=rules.Standing.REVOKED) if each.id == award.pk else each for each in earned]
        after = {each.lane for each in rules.crossings(ruled, supposed, taken)}
        exported = stood_in(exported_last(organization))
        for each in rules.crossings(ruled, earned, taken):
            if each.lane not in after:
                words = (
                    _("The lane “%(lane)s” of %(place)s is not reached any more; the next export withdraws it.")
                    if (person.pk, each.lane) in exported
                    else _("The lane “%(lane)s” of %(place)s is not reached any more.")
                )
                facts = {"lane": each.lane, "place": organization.name}
                yield Consequence("lane_lost", schedule.pk, words % facts)
