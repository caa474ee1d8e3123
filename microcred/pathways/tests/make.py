"""What the tests of pathways set their scenes with, all by operations."""

from datetime import date, datetime
from typing import Any

from microcred.catalog import operations as catalog
from microcred.catalog.models import Stack, Version
from microcred.catalog.tests.make import design, standards
from microcred.frameworks.models import Framework
from microcred.organizations.models import Organization, Person
from microcred.pathways.models import Cohort, Enrolment, RecordedItem, RuleSet
from microcred.pathways.operations import enrol, open_cohort, record_item, state_rule_set
from microcred.pathways.rules.document import RuleSet as Rules
from microcred.pathways.rulesets import rule_set_named
from microcred.portfolios.tests import make as portfolios

BEGAN = date(2026, 8, 15)


def stated(cast, name: str = "carolinacap-c", *, actor: Person | None = None, **changes: Any) -> RuleSet:
    """An edition of one of the rule sets that come along, or with changes."""
    rules = rule_set_named(name)
    if changes:
        rules = Rules.model_validate({**rules.model_dump(mode="json"), **changes})
    owner = cast.places["south-carolina" if rules.kind == "endorsement" else "carolinacred"]
    return state_rule_set(actor=actor or cast.elena, owner=owner, rules=rules, at=cast.at)


def cohort(cast, rules: RuleSet | None = None, *, name: str = "The cohort", starts_on: date = BEGAN) -> Cohort:
    """A cohort of CarolinaCAP under edition C."""
    pathway = (rules or stated(cast)).pathway
    return open_cohort(actor=cast.elena, pathway=pathway, name=name, starts_on=starts_on, at=cast.at)


def enrolled(cast, of: Cohort | None = None, *, person: Person | None = None, area: str = "elementary") -> Enrolment:
    """Ada, or somebody else, takes part."""
    return enrol(actor=cast.elena, cohort=of or cohort(cast), person=person or cast.ada, area=area, at=cast.at)


def recorded(cast, enrolment: Enrolment, requirement: str = "coursework", **said: Any) -> RecordedItem:
    """What Elena recorded for year one."""
    facts = {"year": "year-one", "name": "EDTE 701", "result": "A", "term": "", "day": date(2026, 8, 20)}
    return record_item(actor=cast.elena, enrolment=enrolment, requirement=requirement, at=cast.at, **{**facts, **said})


def literacy(cast, file_name: str = "teaching-decoding-from-student-errors") -> Version:
    """A micro-credential of the Literacy stack, aligned to Instruction."""
    owner: Organization = cast.places["carolinacred"]
    if not Framework.objects.exists():
        standards()
    of = catalog.publish(actor=cast.cora, owner=owner, design=design(file_name), slug=file_name, at=cast.at)
    stack = Stack.objects.filter(slug="literacy").first() or catalog.open_stack(
        actor=None, owner=owner, slug="literacy", name="Literacy", description="", position=7
    )
    catalog.place(actor=None, stack=stack, micro_credential=of.micro_credential, position=Version.objects.count())
    return of


def handed_in(cast, of: Version, *, person: Person | None = None, at: datetime | None = None):
    """Ada's work on a version, handed in."""
    pursuit = portfolios.started(cast, of, person=person, at=at or cast.at)
    return portfolios.handed_in(pursuit, at=at or cast.at)
