"""The door of news: awards that come and go, statements that change what counts, and who must hear of it."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.credentials.events import AwardGranted, AwardRevoked, AwardsGranted
from microcred.credentials.models import Award
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.foundation.moments import day_in_words_lazy
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.notices.queries import told_under
from microcred.organizations.models import Organization, Person
from microcred.recognition import operations
from microcred.recognition.events import (
    CreditAdjusted,
    CreditEntered,
    CreditReversed,
    CreditRuled,
    CycleOpened,
    HoursAttested,
    RulingTakenBack,
)
from microcred.recognition.models import (
    Adjustment,
    Attestation,
    Cycle,
    Entry,
    Policy,
    Reevaluation,
    ReevaluationOutcome,
    ReevaluationPortion,
    Ruling,
    RulingRetraction,
)
from microcred.recognition.operations.reevaluation import (
    PORTION_JOB,
    PORTION_QUEUE,
    conclude,
    reevaluate,
    settle_portions,
)
from microcred.recognition.queries import people_with_undecided, unit_of, with_all
from microcred.recognition.queries.allowances import came_of_a_limit, came_with_a_limit
from microcred.recognition.queries.keeping import came_or_went, keepers_at, keeps_for
from microcred.recognition.queries.policies import as_read
from microcred.recognition.queries.reevaluation import (
    adjustments_of,
    due_without_portions,
    portions_to_do,
    seen_in,
    statements_that_took_effect,
)
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.reactions import (
    activities,
    ahead,
    approvals,
    licensure,
    queue,
    standing,
)
from microcred.recognition.rules import deciding, in_signs, plain
from microcred.recognition.rules.reason_codes import NEEDS_WORDS, REASON_CODES
from microcred.rewards.events import BenefitChosen

__all__ = ["ahead", "approvals", "licensure", "queue", "standing"]
__all__ = ["activities", "approvals", "licensure", "queue", "standing"]

LEFT_BEHIND_AFTER = timedelta(minutes=10)
"""A long list of portions is worked off in its turn; only then is one called left behind."""
MOST_TAKEN_UP = 200
CAME_OR_WENT = 26
"""hours in which somebody is looked at who came or went: every day has them once, though a worker stood still"""
REACHES_BACK = 14
"""days for which a statement whose day came while no worker ran is looked for"""


@on(AwardGranted)
def recognize_the_award(event: AwardGranted) -> None:
    """Look at a new award with every policy that speaks about its holder."""
    _look_again([Award.objects.select_related("person").get(pk=event.award_id).person])


@on(AwardsGranted)
def recognize_the_awards(event: AwardsGranted) -> None:
    """Look at many new awards with every policy that speaks about their holders."""
    _look_again(Person.objects.filter(pk__in=Award.objects.filter(pk__in=event.award_ids).values("person")))


@on(AwardRevoked)
def reverse_its_credit(event: AwardRevoked) -> None:
    """Take back what a revoked award brought. Others may take its place."""
    award = Award.objects.select_related("person").get(pk=event.award_id)
    operations.reverse(actor=None, award=award, at=now())
    _look_again([award.person])


@on(HoursAttested)
def look_again_at_what_waited_for_hours(event: HoursAttested) -> None:
    """Awards of the district's people may count now."""
    attestation = Attestation.objects.select_related("office").get(pk=event.attestation_id)
    _look_again(
        people_with_undecided(attestation.office, micro_credential_id=attestation.micro_credential_id, at=now())
    )


@on(CycleOpened)
def look_again_at_what_waited_for_a_cycle(event: CycleOpened) -> None:
    """The person's awards may count now."""
    _look_again([Cycle.objects.select_related("person").get(pk=event.cycle_id).person])


@on(CreditRuled)
def look_again_after_a_ruling(event: CreditRuled) -> None:
    """What was declined leaves room under a limit for what was cut."""
    _look_again([_entry(event.entry_id).person])


@on(BenefitChosen)
def look_again_at_what_is_taken_as_a_stipend(event: BenefitChosen) -> None:
    """Where a policy gives not both, credit goes when the stipend is chosen, and comes back when it is not."""
    _look_again([Award.objects.select_related("person").get(pk=event.award_id).person])


@jobs.every(minutes=60)
def follow_who_came_or_went() -> None:
    """Whoever began somewhere has their cycle kept there, and who stopped has it kept by the state or by whom they work
    for next: a place or work begins and ends by its day, and not by anybody's click."""
    at = now()
    _look_again(came_or_went(since=at - timedelta(hours=CAME_OR_WENT), at=at))


@jobs.job(PORTION_JOB, queue=PORTION_QUEUE, most_tries=3)
def go_through(portion_id: str) -> None:
    """Look at the people of a portion together, and recognize those for whom anything is another matter now, each in a
    transaction of their own. Cut off, it is gone through again: who was seen to has nothing new by then. One who fails
    holds up no other, and is tried again."""
    portion = ReevaluationPortion.objects.select_related("reevaluation__jurisdiction", "reevaluation__policy").get(
        pk=UUID(portion_id)
    )
    if ReevaluationOutcome.objects.filter(portion=portion).exists():
        return
    reevaluation, failed = portion.reevaluation, None
    seen = seen_in(portion, at=now())
    for person in seen.changed if not reevaluation.is_trial else ():
        try:
            operations.recognize(actor=None, person=person, at=now(), because=reevaluation)
        except Exception as no:  # noqa: BLE001 - it is raised again once the others are seen to
            failed = no
    if failed is not None:
        raise failed
    conclude(actor=None, portion=portion, people=seen.people, figures=seen.figures, at=now())


@jobs.every(minutes=5)
def begin_what_is_due() -> None:
    """A statement of a day to come reaches people on that day; and what a dead worker left is taken up again."""
    at = now()
    for policy in statements_that_took_effect(at=at, days=REACHES_BACK):
        reevaluate(actor=None, policy=policy, at=at)
    for reevaluation in due_without_portions(at=at):
        settle_portions(actor=None, reevaluation=reevaluation, at=at)
    for portion in portions_to_do(before=at - LEFT_BEHIND_AFTER, most=MOST_TAKEN_UP):
        if not jobs.waits(PORTION_JOB, queue=PORTION_QUEUE, portion_id=str(portion.pk)):
            jobs.defer(PORTION_JOB, queue=PORTION_QUEUE, portion_id=str(portion.pk))


@on(CreditEntered)
def tell_of_the_credit(event: CreditEntered) -> None:
    """The educator hears what the award is worth; the coordinators hear, once a day, that credit waits for them."""
    entry = _entry(event.entry_id)
    facts = _facts(entry)
    if entry.moved_from is not None and entry.moved_from.was_taken_back:
        if entry.asks_ruling:
            _tell_who_rules(entry)
        return  # its educator is told with the ruling
    if entry.moved_from_id is not None and not entry.asks_ruling:
        _tell_that_it_moved(entry)
        return
    if entry.statement is not None and hasattr(entry.statement, "ruling"):
        return  # told with the confirmation of the activity
    if not entry.asks_ruling:
        tell(
            actor=None,
            person=entry.person,
            kind="credit_entered",
            subject=format_lazy(_("{amount} {unit} for “{title}”"), **facts),
            body=format_lazy(
                _(
                    "“{title}” counts for {amount} {unit} under “{policy}”. Nobody has to confirm it.\n\n"
                    "Your transcript shows how the amount was worked out."
                ),
                **facts,
            ),
            path=reverse("transcript"),
            key=f"credit-entered:{entry.pk}",
            at=now(),
        )
        return
    tell(
        actor=None,
        person=entry.person,
        kind="credit_entered",
        subject=format_lazy(_("{amount} {unit} for “{title}”"), **facts),
        body=format_lazy(
            _(
                "“{title}” counts for {amount} {unit} under “{policy}”. The credit waits until {district} confirms it."
                "\n\nYour transcript shows how the amount was worked out."
            ),
            **facts,
        ),
        path=reverse("transcript"),
        key=f"credit-entered:{entry.pk}",
        at=now(),
    )
    _tell_who_rules(entry)


def _tell_who_rules(entry: Entry) -> None:
    """The coordinators hear, once a day, that credit waits for them."""
    facts, office = _facts(entry), entry.cycle.keeper
    today = day_in(now(), office.time_zone)
    for reader in keepers_at(office, at=now()):
        if reader.pk == entry.person_id:
            continue
        tell(
            actor=None,
            person=reader,
            kind="credit_waiting",
            subject=format_lazy(_("Renewal credit waits for your confirmation at {district}"), **facts),
            body=format_lazy(
                _(
                    "Since {day}, new renewal credit of educators waits for {district} to confirm or decline it. You "
                    "hear of it once a day, however much there is."
                ),
                day=day_in_words_lazy(today),
                **facts,
            ),
            path=reverse("recognitions"),
            key=f"credit-waiting:{office.pk}:{today.isoformat()}",
            at=now(),
        )


def _tell_that_it_moved(entry: Entry) -> None:
    """That credit which was confirmed counts in another cycle since, and nobody is asked again."""
    facts = _facts(entry)
    tell(
        actor=None,
        person=entry.person,
        kind="credit_moved",
        subject=format_lazy(_("“{title}” counts in your cycle that closes on {day}"), day=_closing(entry), **facts),
        body=format_lazy(
            _(
                "By what is on record of you now, “{title}” belongs to your renewal cycle from {first} to {day}. It "
                "counts there for {amount} {unit}, and no longer elsewhere. What was confirmed stays confirmed."
            ),
            first=day_in_words_lazy(entry.cycle.starts_on),
            day=_closing(entry),
            **facts,
        ),
        path=reverse("transcript"),
        key=f"credit-moved:{entry.pk}",
        at=now(),
    )


def _closing(entry: Entry) -> str:
    return day_in_words_lazy(entry.cycle.last_day)


@on(CreditRuled)
def tell_of_the_ruling(event: CreditRuled) -> None:
    """The educator hears what the coordinator said, and why."""
    entry = _entry(event.entry_id)
    if came_with_a_limit(entry.ruling):
        return  # told with how much is allowed
    facts = _facts(entry)
    if entry.ruling.outcome == Ruling.Outcome.CONFIRMED:
        subject = format_lazy(_("Confirmed: {amount} {unit} for “{title}”"), **facts)
        body = format_lazy(_("{district} has confirmed {amount} {unit} for “{title}”."), **facts)
    else:
        why = REASON_CODES.get(entry.ruling.code)
        subject = format_lazy(_("Declined: credit for “{title}”"), **facts)
        body = format_lazy(
            _(
                "{district} has declined the credit for “{title}”. The reason given:\n\n"
                "{code} {reason}\n\nYour credential stays valid. What you can do: {way}"
            ),
            reason=entry.ruling.reason,
            code=why.words if why is not None and why.code not in NEEDS_WORDS else "",
            way=why.way_forward if why is not None else _("Ask who decided what would change it."),
            **facts,
        )
    tell(
        actor=None,
        person=entry.person,
        kind="credit_ruled",
        subject=subject,
        body=body,
        path=reverse("transcript"),
        key=f"credit-ruled:{entry.pk}",
        at=now(),
    )


@on(RulingTakenBack)
def tell_that_it_was_taken_back(event: RulingTakenBack) -> None:
    """The educator hears that a ruling was taken back, why, and what becomes of the credit: one letter for all."""
    said = RulingRetraction.objects.select_related("ruling__ruled_by", "ruling__delegation", "reversal", "retracted_by")
    retraction = said.select_related("delegation__district").get(pk=event.retraction_id)
    ruling = retraction.ruling
    reversed_ = retraction.reversal.entry_id if hasattr(retraction, "reversal") else ruling.entry_id
    entry, why = _entry(reversed_), REASON_CODES[retraction.code]
    confirmed = ruling.outcome == Ruling.Outcome.CONFIRMED
    office = _office_that_took_back(retraction, entry)
    facts = _facts(entry) | {"district": office.name}
    stands = Entry.objects.filter(moved_from=entry).prefetch_related("adjustments").first()
    tell(
        actor=None,
        person=entry.person,
        kind="credit_ruled",
        subject=format_lazy(
            _("No longer confirmed: credit for “{title}”")
            if confirmed
            else _("No longer declined: credit for “{title}”"),
            **facts,
        ),
        body=format_lazy(
            "{taken_back}\n\n{code} {reason}\n\n{then}",
            taken_back=format_lazy(_TAKEN_BACK[confirmed, _ruled_for(office, ruling)], **facts),
            code=why.words if why.code not in NEEDS_WORDS else "",
            reason=retraction.reason,
            then=_after_it_was_taken_back(stands, facts["unit"]),
        ),
        path=reverse("transcript"),
        key=f"ruling-taken-back:{retraction.pk}",
        at=now(),
    )


_TAKEN_BACK = {
    (True, True): _("{district} has taken back that it confirmed {amount} {unit} for “{title}”. The reason given:"),
    (False, True): _("{district} has taken back that it declined the credit for “{title}”. The reason given:"),
    (True, False): _("{district} has taken back the confirmation of {amount} {unit} for “{title}”. The reason given:"),
    (False, False): _("{district} has taken back that the credit for “{title}” was declined. The reason given:"),
}
"""by whether it was confirmed, and whether the office that takes it back is that which ruled"""


def _office_that_took_back(retraction: RulingRetraction, entry: Entry) -> Organization:
    """For whom somebody spoke who took a ruling back; since then the cycle may be kept by another office."""
    if retraction.delegation is not None:
        return retraction.delegation.district
    at, by = retraction.retracted_at, retraction.retracted_by
    kept = (one for one in reversed(entry.cycle.keepers_until(at)) if keeps_for(by, one, at=at))
    return next(kept, entry.cycle.keeper)


def _ruled_for(office: Organization, ruling: Ruling) -> bool:
    if ruling.delegation is not None:
        return ruling.delegation.district_id == office.pk
    return keeps_for(ruling.ruled_by, office, at=ruling.ruled_at)


def _after_it_was_taken_back(stands: Entry | None, unit: str | Promise) -> str | Promise:
    if stands is None:
        return _("The rules give nothing for it by now; your transcript says why.")
    then = (
        _("It waits to be looked at again: {now} {unit}, which count once they are confirmed.")
        if stands.asks_ruling
        else _("{now} {unit} count for it all the same: by now, the rules ask nobody to confirm it.")
    )
    return format_lazy(then, now=plain(stands.counted), unit=unit)


@on(CreditReversed)
def tell_of_the_reversal(event: CreditReversed) -> None:
    """The educator hears that credit no longer counts."""
    entry = _entry(event.entry_id)
    if entry.was_taken_back:
        return  # told with the ruling
    change = entry.reversal.change
    if change is not None and (change.ended or hasattr(entry, "moved_to")):
        return  # told with the end of the cycle, or with where it counts now
    facts = _facts(entry)
    tell(
        actor=None,
        person=entry.person,
        kind="credit_reversed",
        subject=format_lazy(_("No longer counted: {amount} {unit} for “{title}”"), **facts),
        body=format_lazy(
            _("{amount} {unit} for “{title}” no longer count, because the issuer has revoked the award.")
            if entry.award is not None and change is None
            else _("{amount} {unit} for “{title}” no longer count. {why}"),
            why=gettext_lazy(entry.reversal.reason),
            **facts,
        ),
        path=reverse("transcript"),
        key=f"credit-reversed:{entry.pk}",
        at=now(),
    )


@on(CreditAdjusted)
def tell_of_the_adjustment(event: CreditAdjusted) -> None:
    """The educator hears that an entry is worth more or less, and where they can read why."""
    adjustment = Adjustment.objects.select_related("recognition__reevaluation__policy").get(pk=event.adjustment_id)
    entry = _entry(adjustment.entry_id)
    because = adjustment.recognition.reevaluation
    if because is not None and because.policy is not None:
        _tell_of_other_rules(entry, because, because.policy)
        return
    if came_of_a_limit(adjustment):
        return  # told with how much is allowed
    facts = _facts(entry)
    tell(
        actor=None,
        person=entry.person,
        kind="credit_adjusted",
        subject=format_lazy(_("Now {amount} {unit} for “{title}”"), **facts),
        body=format_lazy(
            _(
                "What is on record, or the rules, have changed: “{title}” now counts for {amount} {unit} under "
                "“{policy}”.\n\nYour transcript shows what was, what is, and how it was worked out."
            ),
            **facts,
        ),
        path=reverse("transcript"),
        key=f"credit-adjusted:{adjustment.pk}",
        at=now(),
    )


def _tell_of_other_rules(entry: Entry, because: Reevaluation, statement: Policy) -> None:
    """Once for all that a re-evaluation made of a person's entries, with the clauses that decide."""
    person = entry.person
    key = f"credit-worked-out-anew:{because.pk}:{person.pk}"
    if told_under(key, [person.pk]):
        return
    made = adjustments_of(person, because)
    name, unit = (as_read(one, statement) for one in (statement.name, unit_of(statement)))
    clauses = dict.fromkeys(deciding(one.recognition.explanation)["clause"] for one in made)
    tell(
        actor=None,
        person=person,
        kind="credit_adjusted",
        subject=format_lazy(
            _("Your credit under “{policy}” was worked out anew"), policy=as_read(statement.name, statement)
        ),
        body=format_lazy(
            _(
                "The rules have changed: statement {number} of “{policy}” holds from {day} on. What everyone has was "
                "worked out anew by it, and of yours {count} entries are worth more or less than before: {change} "
                "{unit} in all. What decides it:\n\n{clauses}\n\nYour transcript shows for each entry what was, what "
                "is, and how it was worked out."
            ),
            number=statement.number,
            policy=name,
            day=day_in_words_lazy(statement.starts_on),
            count=len(made),
            change=in_signs(sum((one.amount for one in made), Decimal(0))),
            unit=unit,
            clauses=format_lazy("\n\n".join("{}" for _one in clauses), *(as_read(one, statement) for one in clauses)),
        ),
        path=reverse("transcript"),
        key=key,
        at=now(),
    )


def _look_again(people: Iterable[Person]) -> None:
    at = now()
    for person in people:
        operations.recognize(actor=None, person=person, at=at)


def _entry(entry_id: UUID) -> Entry:
    entry = with_all(Entry.objects.all()).get(pk=entry_id)
    (entry.cycle,) = as_changed([entry.cycle])
    return entry


def _facts(entry: Entry) -> dict[str, str | Promise]:
    unit = unit_of(entry.policy)
    return {
        "title": title_for_readers(entry.award.version) if entry.award is not None else entry.title,
        "amount": plain(entry.counted),
        "unit": as_read(unit, entry.policy),
        "policy": as_read(entry.policy.name, entry.policy),
        "district": entry.cycle.keeper.name,
    }
