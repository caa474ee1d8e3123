"""Who gets through the doors of pathways: participants their own audit, who keeps one all of it, rules for everyone."""

from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.pathways.models import Enrolment, RecordedItem
from microcred.pathways.operations import enrol, open_cohort, record_item, state_rule_set
from microcred.pathways.rulesets import rule_set_named
from tests.house.access_table import EVERYONE, NOBODY, SIGNED_IN

KEEPS = {"elena"}

DOORS = {
    "pathways": {"GET": SIGNED_IN, "POST": NOBODY},
    "pathway_rules": {"GET": EVERYONE, "POST": NOBODY},
    "pathway_audit": {"GET": {"ada", *KEEPS}, "POST": NOBODY},
    "pathway_leaving": {"POST": {"ada", *KEEPS}},
    "pathway_items": {"POST": KEEPS},
    "pathway_confirmation": {"POST": KEEPS},
    "pathway_item_retraction": {"POST": KEEPS},
    "pathway": {"GET": KEEPS, "POST": NOBODY},
    "pathway_cohorts": {"POST": KEEPS},
    "pathway_enrolments": {"POST": KEEPS},
}


def enrolled(world):
    there = Enrolment.objects.filter(person=world.person("ada"), leaving__isnull=True).first()
    if there is not None:
        return there
    elena, at = world.person("elena"), now()
    rules = state_rule_set(
        actor=elena, owner=world.places["carolinacred"], rules=rule_set_named("carolinacap-c"), at=at
    )
    today = day_in(at, rules.pathway.owner.time_zone)
    cohort = open_cohort(actor=elena, pathway=rules.pathway, name="A cohort", starts_on=today, at=at)
    return enrol(actor=elena, cohort=cohort, person=world.person("ada"), area="elementary", at=at)


def _item(world):
    enrolment, at = enrolled(world), now()
    there = RecordedItem.objects.filter(enrolment=enrolment, name="EDTE 701", retraction__isnull=True).first()
    recorded = there or record_item(
        actor=world.person("elena"),
        enrolment=enrolment,
        year="year-one",
        requirement="coursework",
        name="EDTE 701",
        result="A",
        term="",
        day=enrolment.entered_on,
        at=at,
    )
    return {"item_id": recorded.pk}


ARGUMENTS = {
    "pathway_rules": lambda world: {"rule_set_id": enrolled(world).cohort.rule_set_id},
    "pathway_item_retraction": _item,
    **dict.fromkeys(
        ("pathway_audit", "pathway_leaving", "pathway_items", "pathway_confirmation"),
        lambda world: {"enrolment_id": enrolled(world).pk},
    ),
    **dict.fromkeys(
        ("pathway", "pathway_cohorts", "pathway_enrolments"),
        lambda world: {"slug": enrolled(world).cohort.pathway.slug},
    ),
}

BODIES = {
    ("pathway_items", "POST"): lambda world: {
        "requirement": "year-one/evaluation",
        "result": "Met",
        "day": enrolled(world).entered_on.isoformat(),
    },
    ("pathway_item_retraction", "POST"): lambda world: {"reason": "Another person’s grade."},
    ("pathway_cohorts", "POST"): lambda world: {"name": "Another cohort", "starts_on": "2026-08-01"},
    ("pathway_enrolments", "POST"): lambda world: {
        "email": "mateo@example.org",
        "cohort": str(enrolled(world).cohort_id),
        "area": "elementary",
    },
}
