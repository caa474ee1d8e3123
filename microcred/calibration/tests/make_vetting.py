"""Scenes for the stories of who becomes an assessor: a call, a statement, an application."""

from typing import Any

from microcred.calibration.models import ApplicationDecision, AssessorApplication, VettingRules
from microcred.calibration.operations import Statement, apply_to_score, decide_application, say_vetting_rules
from microcred.calibration.rules.vetting import Asked
from microcred.organizations.models import Person
from microcred.programs.tests.make import stack

FREE = Asked(years=3, degree=True, awards=0)
"""Rules that who states enough meets."""

ENOUGH = Statement(years=7, has_degree=True, licence="South Carolina, professional, until 2028", experience="Grade 2.")
Verdict = ApplicationDecision.Verdict


def said(cast, asked: Asked = FREE, *, at: Any = None, **changes: Any) -> VettingRules:
    """What Lena asks of who wants to score the stack of the pilot."""
    facts = {"is_open": True, "pledge": "I keep what I read to myself.", **changes}
    return say_vetting_rules(actor=cast.lena, stack=stack(cast), asked=asked, at=at or cast.at, **facts)


def applied(cast, person: Person | None = None, rules: VettingRules | None = None, **changes: Any):
    """Ada, or somebody else, applies."""
    facts = {"statement": ENOUGH, "agrees": True, "at": cast.at, **changes}
    return apply_to_score(actor=person or cast.ada, rules=rules or said(cast), **facts)


def decided(
    cast, application: AssessorApplication, verdict: Verdict = Verdict.ACCEPTED, **changes: Any
) -> ApplicationDecision:
    """Lena decides, with a reason."""
    facts = {"actor": cast.lena, "reason": "You read closely.", "at": cast.at, **changes}
    return decide_application(application=application, verdict=verdict, **facts)
