"""What recognition's tests set their scenes with: South Carolina's rules, the district's hours, Ada's cycle."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from microcred.catalog.models import MicroCredential
from microcred.credentials.models import Award
from microcred.credentials.tests import make as credentials
from microcred.organizations.models import Person
from microcred.recognition import operations
from microcred.recognition.models import Attestation, Cycle, Entry, Policy, Recognition
from microcred.recognition.policies import read_policy
from microcred.recognition.rules import PolicyRules
from tests.cast import Cast

STARTS, ENDS = date(2024, 7, 1), date(2029, 7, 1)


def policy(cast: Cast, *, rules: PolicyRules | None = None, starts_on: date = date(2020, 7, 1)) -> Policy:
    """South Carolina's renewal policy, stated by the licensure officer."""
    file = read_policy("south-carolina")
    return operations.state_policy(
        actor=cast.femi,
        jurisdiction=cast.places["south-carolina"],
        name=file.name,
        starts_on=starts_on,
        source=file.source,
        rules=rules or file.rules,
        at=cast.at,
    )


def hours(cast: Cast, hours: str = "15", *, of: MicroCredential | None = None, starts_on: date = STARTS) -> Attestation:
    """The district's statement of hours, by its coordinator."""
    return operations.attest_hours(
        actor=cast.omar,
        district=cast.places["rock-hill"],
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
        district=cast.places["rock-hill"],
        starts_on=starts_on,
        ends_on=ends_on,
        needed=Decimal(120),
        at=at or cast.at,
    )


def entry(cast: Cast, award: Award | None = None) -> Entry:
    """Credit of Ada's that waits for the coordinator."""
    award = award or credentials.award(cast)
    if not Policy.objects.exists():
        cycle(cast, policy(cast))
        hours(cast)
    operations.recognize(actor=None, award=award, at=award.earned_at)
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
