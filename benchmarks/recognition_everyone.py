"""Everyone anew: how long does it take to work out anew what 55,000 educators have, when a statement of rules follows?

A sample is looked at in portions, as the worker does: memberships, cycles, awards, entries and last words loaded for a
portion together, a record made of each, the rules of the state and its district applied, and what came held against
the ledger. Of the sample one in twenty has something else by then and is recognized, each in a transaction of its own;
the others have nothing new and cost no write. The figure is reckoned for 55,000 people by two workers.
"""

import time
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Model

from benchmarks.frame.bench import Bench
from benchmarks.frame.bulk import copy_rows
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.people import many_people
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Side, alternate
from microcred.credentials.models import Award, AwardIntent
from microcred.credentials.tests.make import award as an_award
from microcred.credentials.tests.make import like, version
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Membership, Person, Role
from microcred.recognition.models import Cycle, Entry, Recognition
from microcred.recognition.operations import attest_hours, open_cycle, recognize, state_policy
from microcred.recognition.policies import published_as
from microcred.recognition.queries.differences import differences
from microcred.recognition.queries.reevaluation import PORTION
from microcred.site.demo.cast import assemble
from tests.cast import Cast

EDUCATORS = 55_000
SAMPLE = 1_200
AWARDS = 10
CHANGED = 20
"""One in so many has something new."""
DESIGNS = (
    "managing-change",
    "building-your-team",
    "engaging-stakeholders",
    "cultivating-a-shared-purpose",
    "assessing-how-time-is-currently-used",
    "creating-a-plan-for-redesigned-learning",
    "ensuring-alignment-to-a-shared-purpose",
    "understanding-your-leadership-strengths",
    "running-a-coaching-cycle",
    "testing-a-change-in-small-cycles",
)


def run(bench: Bench) -> list[Comparison]:
    """Look at everyone of the sample, again and again."""
    people = Everyone().people
    bench.settle()

    def looked_at() -> Figures:
        begun = time.perf_counter()
        for start in range(0, len(people), PORTION):
            found = differences(people[start : start + PORTION], at=now())
            assert all(one.is_none for one in found)
            assert len(found) == len(people[start : start + PORTION])
        each = (time.perf_counter() - begun) / len(people)
        return {"s for 55,000, two workers": each * EDUCATORS / 2}

    def recognized() -> Figures:
        begun = time.perf_counter()
        for person in people[::CHANGED]:
            recognize(actor=None, person=person, at=now())
        each = (time.perf_counter() - begun) / len(people)
        return {"s for 55,000, two workers": each * EDUCATORS / 2}

    sides: dict[str, Side] = {OURS: looked_at}
    written: dict[str, Side] = {OURS: recognized}
    with bench.doing("looking at everyone", 2 * (ROUNDS + 1)) as doing:
        looking, writing = alternate(sides, tick=doing.tick), alternate(written, tick=doing.tick)
    target = at_most(1, "issue: 60 s")
    unit = "s for 55,000, two workers"
    return [
        looking.within(60, "issue", unit, target, name="re-evaluation, everyone looked at"),
        writing.within(60, "issue", unit, target, name="re-evaluation, one in twenty recognized"),
    ]


class Everyone:
    """A district's educators, each with ten awards whose credit stands in the ledger."""

    def __init__(self) -> None:
        at = now() - timedelta(days=60)
        self.cast = Cast(assemble(at=at), at)
        district = self.cast.places["rock-hill"]
        policy = state_policy(
            actor=None,
            jurisdiction=self.cast.places["south-carolina"],
            document=published_as("south-carolina-professional"),
            at=at,
        )
        attest_hours(
            actor=None, district=district, hours=Decimal(15), starts_on=date(2024, 7, 1), at=at, demonstration=True
        )
        open_cycle(
            actor=None,
            person=self.cast.ada,
            policy=policy,
            district=district,
            starts_on=date(2024, 7, 1),
            ends_on=date(2029, 7, 1),
            at=at,
        )
        for number, name in enumerate(DESIGNS[:AWARDS]):
            an_award(self.cast, of=version(self.cast, name), earned_at=at + timedelta(days=1 + number))
        recognize(actor=None, person=self.cast.ada, at=now())
        self.people = self._others(district.pk, at)

    def _others(self, district: object, at: object) -> list[Person]:
        people, made = many_people(SAMPLE, "educator"), now()
        own: dict[type[Model], list[Model]] = {}
        awards = list(Award.objects.filter(person=self.cast.ada).select_related("intent"))
        entries = list(Entry.objects.filter(award__in=awards).select_related("recognition"))
        (cycle,) = Cycle.objects.filter(person=self.cast.ada)
        index = 10_000_000  # beyond the places that were drawn
        for person in people:
            where = {"organization_id": district, "role": Role.EDUCATOR, "starts_at": at, "created_at": made}
            own.setdefault(Membership, []).append(Membership(person_id=person.pk, **where))
            their_cycle = like(cycle, person_id=person.pk, created_at=made)
            own.setdefault(Cycle, []).append(their_cycle)
            for award in awards:
                index += 1
                fresh = {"person_id": person.pk, "created_at": made}
                intent = like(award.intent, source=uuid7(), status_index=index, unsigned="{}", **fresh)
                intent.suspension_list_id = intent.suspension_index = None
                copy = like(award, id=intent.pk, intent_id=intent.pk, **fresh)
                own.setdefault(AwardIntent, []).append(intent)
                own.setdefault(Award, []).append(copy)
                for entry in (one for one in entries if one.award_id == award.pk):
                    recognition = like(entry.recognition, award_id=copy.pk, cycle_id=their_cycle.pk, created_at=made)
                    own.setdefault(Recognition, []).append(recognition)
                    own.setdefault(Entry, []).append(
                        like(
                            entry,
                            award_id=copy.pk,
                            cycle_id=their_cycle.pk,
                            recognition_id=recognition.pk,
                            created_at=made,
                        )
                    )
        for rows in own.values():
            copy_rows(rows)
        return people
