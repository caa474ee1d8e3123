"""Pathways: CarolinaCAP with two cohorts under two of its rule sets, and a micro-endorsement."""

from collections.abc import Iterator
from datetime import timedelta

from microcred.foundation import outbox
from microcred.foundation.days import day_in
from microcred.pathways.models import Enrolment
from microcred.pathways.operations import enrol, open_cohort, record_item, state_rule_set
from microcred.pathways.rulesets import rule_set_named
from microcred.site.demo.stories import read_all_but_the_last
from microcred.site.demo.world import World, day_of


def tell_of_pathways(world: World) -> Iterator[str]:
    """State the rules, open cohorts, enrol educators at different points. Yield what is being told."""
    yield "CarolinaCAP enrols its candidates"
    cast, places, at = world.cast, world.places, day_of(world, 2)
    stated = {
        name: state_rule_set(
            actor=cast.elena, owner=places["carolinacred"], rules=rule_set_named(f"carolinacap-{name}"), at=at
        )
        for name in "abc"
    }
    state_rule_set(
        actor=cast.elena, owner=places["carolinacred"], rules=rule_set_named("literacy-micro-endorsement"), at=at
    )
    endorsement = rule_set_named("performance-assessment-endorsement")
    state_rule_set(actor=cast.femi, owner=places["south-carolina"], rules=endorsement, at=at)
    pathway = stated["c"].pathway
    began = day_of(world, 0).date()
    newest = open_cohort(actor=cast.elena, pathway=pathway, name="This year’s cohort", starts_on=began, at=at)
    earlier = open_cohort(
        actor=cast.elena,
        pathway=pathway,
        name="Cohort of spring 2024",
        starts_on=stated["c"].effective_from - timedelta(days=90),
        at=at,
    )
    ada = enrol(actor=cast.elena, cohort=newest, person=cast.ada, area="elementary", at=at)
    mateo = enrol(actor=cast.elena, cohort=earlier, person=cast.mateo, area="middle-level", at=at)
    for enrolment, what, name, result, term, day in (
        (ada, "coursework", "EDTE 701", "B+", "", 40),
        (ada, "coursework", "EDTE 702", "D", "", 45),
        (ada, "meetings", "Virtual learning community", "", "fall", 30),
        (mateo, "coursework", "EDTE 701", "A", "", 10),
        (mateo, "evaluation", "SCTS 4.0", "Met", "", 50),
    ):
        _record(world, enrolment, what, name, result, term, day)
    outbox.deliver_all()
    read_all_but_the_last(cast.ada)


def _record(world: World, enrolment: Enrolment, what: str, name: str, result: str, term: str, day: int) -> None:
    at = day_of(world, day)
    record_item(
        actor=world.cast.elena,
        enrolment=enrolment,
        year="year-one",
        requirement=what,
        name=name,
        result=result,
        term=term,
        day=day_in(at, enrolment.cohort.pathway.owner.time_zone),
        at=at,
    )
