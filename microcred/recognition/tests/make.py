"""What recognition's tests set their scenes with: South Carolina's rules, the district's hours, Ada's cycle."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from microcred.catalog.models import MicroCredential
from microcred.credentials.models import Award
from microcred.credentials.tests import make as credentials
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, found, register
from microcred.recognition import operations
from microcred.recognition.models import ActivityStatement, Attestation, Cycle, Entry, Policy, Recognition
from microcred.recognition.operations.activities import Said, state_activity
from microcred.recognition.policies import published_as
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import Cap, Example, Expected, Rate
from tests.cast import Cast

STARTS, ENDS = date(2024, 7, 1), date(2029, 7, 1)


def document(*, version: int = 1, **changes: Any) -> Document:
    """South Carolina's example policy, changed where it is said."""
    return published_as("south-carolina-professional").model_copy(update={"version": version, **changes})


def policy(cast: Cast, stated: Document | None = None) -> Policy:
    """South Carolina's renewal policy, stated by the licensure officer; again, as its next version."""
    version = Policy.objects.filter(slug="south-carolina-professional").count() + 1
    return operations.state_policy(
        actor=cast.femi,
        jurisdiction=cast.places["south-carolina"],
        document=stated or document(version=version),
        at=cast.at,
    )


def overlay(cast: Cast, stated: Document) -> Policy:
    """What Rock Hill asks beyond the state, stated by the operator."""
    return operations.state_policy(actor=None, jurisdiction=cast.places["rock-hill"], document=stated, at=cast.at)


def arkansas(cast: Cast) -> Organization:
    """Another state of the partnership, which no story has yet."""
    return found(
        actor=None,
        slug="arkansas",
        name="Arkansas education agency",
        kind=Organization.Kind.STATE,
        parent=cast.places["partnership"],
        at=cast.at,
    )


def half_the_rate() -> tuple[Rate, ...]:
    """Ten credits for fifteen hours, in the words of a clause of Rock Hill's overlay."""
    return (Rate(unit="contact hours", credits=Decimal(10), per=Decimal(15), clause="growth-plan"),)


def cap(amount: str) -> Cap:
    """A limit on what micro-credentials count in a cycle."""
    only = Condition(kinds=("micro-credential",))
    return Cap(id="development", amount=Decimal(amount), per="cycle", of=only, clause="other-options")


def an_example(total: str) -> tuple[Example, ...]:
    """A worked example in which fifteen attested hours, confirmed, come to so much."""
    document = published_as("south-carolina-professional")
    first = document.examples[0]
    only = first.record.model_copy(update={"activities": ()})
    return (first.model_copy(update={"record": only, "expect": Expected(total=Decimal(total))}),)


def asking(amount: str, **changes: Any) -> Document:
    """South Carolina's rules with another total."""
    total = tuple(one.model_copy(update={"amount": Decimal(amount)}) for one in document().total)
    return document(total=total, examples=an_example("20"), **changes)


def hours(cast: Cast, hours: str = "15", *, of: MicroCredential | None = None, starts_on: date = STARTS) -> Attestation:
    """The district's statement of hours, by its coordinator."""
    return operations.attest_hours(
        actor=cast.omar,
        office=cast.places["rock-hill"],
        hours=Decimal(hours),
        starts_on=starts_on,
        micro_credential=of,
        demonstration=True,
        at=cast.at,
    )


def cycle(
    cast: Cast,
    under: Policy,
    *,
    person: Person | None = None,
    starts_on: date = STARTS,
    ends_on: date = ENDS,
    at: datetime | None = None,
) -> Cycle:
    """Ada's renewal cycle, entered by the coordinator."""
    return operations.open_cycle(
        actor=cast.omar,
        person=person or cast.ada,
        policy=under,
        keeper=cast.places["rock-hill"],
        starts_on=starts_on,
        ends_on=ends_on,
        at=at or cast.at,
    )


def entry(cast: Cast, award: Award | None = None) -> Entry:
    """Credit of Ada's that waits for the coordinator."""
    award = award or credentials.award(cast)
    if not Policy.objects.exists():
        cycle(cast, policy(cast))
        hours(cast)
    operations.recognize(actor=None, person=award.person, at=award.earned_at)
    return Entry.objects.get(award=award)


def many_like(entry: Entry, count: int) -> list[Entry]:
    """As many entries again as this one, each for an award of its own."""
    awards = credentials.many_like(entry.award, count)
    recognitions = Recognition.objects.bulk_create(
        credentials.like(entry.recognition, award_id=award.pk) for award in awards
    )
    return Entry.objects.bulk_create(
        credentials.like(entry, award_id=each.award_id, recognition_id=each.pk) for each in recognitions
    )


def many_cycles_like(cycle: Cycle, count: int) -> list[Cycle]:
    """As many cycles again as this one, each of a day's other start."""
    days = (cycle.starts_on - timedelta(days=number) for number in range(1, count + 1))
    return Cycle.objects.bulk_create(credentials.like(cycle, starts_on=day) for day in days)


def wants_approval(cast: Cast, *, exceptions: str | None = None, **rule: Any) -> Policy:
    """South Carolina's rules with hours and Ada's cycle, and an overlay of Rock Hill that wants micro-credentials
    approved before they are begun."""
    cycle(cast, policy(cast))
    hours(cast)
    document = published_as("rock-hill-overlay")
    asked = document.prior_approval[0].model_copy(update=rule)
    first = document.examples[0]
    nothing = first.record.model_copy(update={"awards": (), "approvals": ()})
    example = first.model_copy(update={"record": nothing, "expect": Expected(total=Decimal(0))})
    fewer: dict[str, Any] = {"requires": (), "deadlines": (), "examples": (example,), "exceptions": exceptions}
    fewer["prior_approval"] = (asked,)
    return overlay(cast, document.model_copy(update=fewer))


def colleagues(cast: Cast, count: int, *, of: Award, under: Policy) -> list[Person]:
    """Educators of Rock Hill beside Ada, each with an award like one of hers, a cycle, and credit that waits."""
    names = [f"educator{number}" for number in range(count)]
    people = [register(actor=None, name=name, email=f"{name}@example.org") for name in names]
    for person in people:
        place = cast.places["rock-hill"]
        appoint(actor=None, person=person, organization=place, role=Role.EDUCATOR, at=cast.at)
        cycle(cast, under, person=person)
    credentials.many_like(of, count, people=people)
    for person in people:
        operations.recognize(actor=None, person=person, at=of.earned_at)
    return people


def worth(person: Person) -> Decimal:
    """Everything that stands in somebody's ledger."""
    return sum((entry.counted for entry in Entry.objects.filter(award__person=person)), Decimal(0))


CONVENING = Said(
    kind="convening",
    title="Teaching with evidence",
    provider="SCCTM",
    provider_kind="third party",
    ended_on=date(2026, 8, 14),
    certificate_on=date(2026, 8, 21),
    amount=Decimal("7.5"),
    unit="contact hours",
)
"""Seven and a half hours: ten renewal credits in South Carolina, once the district has confirmed it."""


def activity(cast: Cast, said: Said = CONVENING, *, person: Person | None = None) -> ActivityStatement:
    """Something that Ada did, as she states it."""
    return state_activity(actor=person or cast.ada, said=said, at=cast.at)
