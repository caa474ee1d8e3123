"""The door of news: awards that come and go, and who must hear of what they pay."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.credentials.events import AwardGranted, AwardRevoked, AwardsGranted
from microcred.credentials.models import Award
from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.foundation.money_words import money_lazy
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Role
from microcred.organizations.queries import people_with
from microcred.rewards import operations
from microcred.rewards.events import StipendApproved, StipendReversed
from microcred.rewards.models import StipendEntry, StipendReversal
from microcred.rewards.queries import lines_of, touched_by
from microcred.rewards.rules import explained


def _reasons(steps: list[dict[str, Any]]) -> str:
    return "\n".join(explained(steps))


reasons_lazy = lazy(_reasons, str)
"""Why an entry is what it is, in the language of whoever is told of it."""


@on(AwardGranted)
def see_what_it_pays(event: AwardGranted) -> None:
    """Whoever earned something that a stipend is offered for hears of it, and who approves it too."""
    _see(Award.objects.select_related("person", "version").get(pk=event.award_id))


@on(AwardsGranted)
def see_what_they_pay(event: AwardsGranted) -> None:
    """The same for many at once."""
    for award in Award.objects.select_related("person", "version").filter(pk__in=event.award_ids).order_by("pk"):
        _see(award)


@on(AwardRevoked)
def take_back_what_it_paid(event: AwardRevoked) -> None:
    """Take back every stipend that rests on a revoked award."""
    award = Award.objects.select_related("person").get(pk=event.award_id)
    operations.reverse_revoked(actor=None, award=award, at=now())


@on(StipendApproved)
def tell_of_the_stipend(event: StipendApproved) -> None:
    """The educator hears what was approved, and why it is that much."""
    entry = _entry(event.entry_id)
    tell(
        actor=None,
        person=entry.person,
        kind="stipend_approved",
        subject=_("{place} pays you {amount}"),
        body=_("“{offer}” of {place}: {amount} is approved, and is paid with the next period.\n\n{reasons}"),
        facts=_facts(entry),
        path=reverse("my_rewards"),
        key=f"stipend-approved:{entry.pk}",
        at=now(),
    )


@on(StipendReversed)
def tell_of_the_reversal(event: StipendReversed) -> None:
    """The educator hears that a stipend was taken back, and what follows."""
    reversal = StipendReversal.objects.get(pk=event.reversal_id)
    entry = _entry(reversal.entry_id)
    [line] = lines_of([entry])
    why = {
        StipendReversal.Cause.REVOKED: _("The issuer has revoked an award on which it rests."),
        StipendReversal.Cause.CREDIT: _("You chose credit instead."),
        StipendReversal.Cause.DECLINED: _("You declined it."),
    }
    then = (
        _("It was paid before; the next period pays you that much less. If that is a hardship, ask {place} about it.")
        if line.paid_in
        else _("It had not been paid yet.")
    )
    tell(
        actor=None,
        person=entry.person,
        kind="stipend_reversed",
        subject=_("A stipend of {amount} is taken back"),
        body=_("“{offer}” of {place}: {amount} is taken back.\n\n{why}\n\n{then}"),
        facts={
            **_facts(entry),
            "why": why.get(StipendReversal.Cause(reversal.cause), reversal.reason),
            "then": format_lazy(then, place=entry.offer.organization.name),
        },
        path=reverse("my_rewards"),
        key=f"stipend-reversed:{reversal.pk}",
        at=now(),
    )


def _see(award: Award) -> None:
    at = now()
    due, asks = touched_by(award, at=at)
    title = title_for_readers(award.version)
    for each in asks[:1]:
        tell(
            actor=None,
            person=award.person,
            kind="benefit_to_choose",
            subject=_("Stipend or credit for “{title}”?"),
            body=_(
                "{place} gives a stipend for “{title}” or lets it count as credit, and not both. Nothing is paid "
                "before you choose; you can choose again until it is paid."
            ),
            facts={"title": title, "place": each.offer.organization.name},
            path=reverse("my_rewards"),
            key=f"benefit-to-choose:{award.pk}",
            at=at,
        )
    for each in due:
        tell(
            actor=None,
            person=award.person,
            kind="stipend_due",
            subject=_("{place} offers a stipend for “{title}”"),
            body=_("“{offer}” of {place} pays for it, once it is approved. You see there how it was worked out."),
            facts={"title": title, "place": each.offer.organization.name, "offer": each.offer.name},
            path=reverse("my_rewards"),
            key=f"stipend-due:{award.pk}:{each.offer.pk}",
            at=at,
        )
    for organization in {each.offer.organization_id: each.offer.organization for each in due}.values():
        _tell_who_approves(organization, award)


def _tell_who_approves(organization: Organization, award: Award) -> None:
    """Once a day, however much there is."""
    at = now()
    day = day_in(at, organization.time_zone)
    people = {
        person.pk: person
        for role in (Role.RECOGNIZER, Role.ORG_ADMIN)
        for person in people_with(role, organization=organization, at=at)
    }
    for person in people.values():
        if person.pk == award.person_id:
            continue
        tell(
            actor=None,
            person=person,
            kind="stipends_waiting",
            subject=_("Stipends wait for approval at {place}"),
            body=_("New stipends of educators at {place} wait for approval. You hear of it once a day."),
            facts={"place": organization.name},
            path=reverse("stipends", args=[organization.slug]),
            key=f"stipends-waiting:{organization.pk}:{day.isoformat()}",
            at=at,
        )


def _entry(entry_id: UUID) -> StipendEntry:
    return StipendEntry.objects.select_related("offer__organization", "person").get(pk=entry_id)


def _facts(entry: StipendEntry) -> dict[str, object]:
    return {
        "offer": entry.offer.name,
        "place": entry.offer.organization.name,
        "amount": money_lazy(entry.amount, entry.offer.currency),
        "reasons": reasons_lazy(entry.steps),
    }
