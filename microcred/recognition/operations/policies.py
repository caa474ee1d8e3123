"""The verbs of rules: stating a policy, attesting hours."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from microcred.catalog.models import MicroCredential
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.recognition.events import HoursAttested
from microcred.recognition.models import Attestation, Policy
from microcred.recognition.rules import PolicyRules, rules_from


class RulesUnreadable(Refusal):
    """The rules are not of the shape that this platform applies."""

    message = _("The rules cannot be read: {problem}")
    field = "rules"


class HoursNotPositive(Refusal):
    """Hours that are none."""

    message = _("State how many hours the micro-credential stands for: more than 0, fewer than 10,000.")
    field = "hours"


@operation
def state_policy(
    *,
    actor: Person | None,
    jurisdiction: Organization,
    name: str,
    starts_on: date,
    source: str,
    rules: PolicyRules | dict[str, Any],
    at: datetime,
    ends_on: date | None = None,
) -> Policy:
    """State the rules of a jurisdiction. Stated again under the same name, they hold from the new day on; what was
    recognized under the earlier statement stays.

    Args:
        actor: a licensure officer of the jurisdiction, or None for the operator.
        starts_on: the first day on which an award must be earned to fall under it.
        ends_on: the first day on which it holds no more.
        source: where the rules are published, in words.
    """
    if actor is not None and not acts_as(actor, Role.LICENSURE_OFFICER, for_organization=jurisdiction, at=at):
        raise NotAllowed
    try:
        stated = rules_from(rules)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RulesUnreadable(problem=f"{where}: {first['msg']}") from error
    hold(jurisdiction.pk)
    number = Policy.objects.filter(jurisdiction=jurisdiction, name=name).count() + 1
    return Policy.objects.create(
        jurisdiction=jurisdiction,
        name=name,
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        source=source,
        rules=stated.model_dump(mode="json"),
        stated_by=actor,
    )


@operation
def attest_hours(
    *,
    actor: Person | None,
    district: Organization,
    hours: Decimal,
    starts_on: date,
    at: datetime,
    micro_credential: MicroCredential | None = None,
    demonstration: bool = False,
) -> Attestation:
    """State the hours that a micro-credential stands for in a district, for awards earned from a day on.

    Args:
        actor: the district's renewal coordinator, or None for the operator.
        micro_credential: None: every one that the district says nothing else about.
    """
    if actor is not None and not acts_as(actor, Role.RECOGNIZER, for_organization=district, at=at):
        raise NotAllowed
    if not Decimal("0.01") <= hours < 10_000:
        raise HoursNotPositive
    attestation = Attestation.objects.create(
        district=district,
        micro_credential=micro_credential,
        hours=hours,
        starts_on=starts_on,
        stated_by=actor,
        demonstration=demonstration,
    )
    announce(HoursAttested(attestation.pk))
    return attestation
