"""Questions about what did not count although a coordinator may make an exception."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from microcred.organizations.models import Organization
from microcred.recognition.models import Allowance, Entry, Policy, Recognition
from microcred.recognition.queries.keeping import educators_kept
from microcred.recognition.queries.policies import document_of


@dataclass(frozen=True)
class Excepted:
    """An award that did not count by a clause from which an office that keeps cycles may make an exception."""

    recognition: Recognition
    policy: Policy
    office: Organization


def exceptions_for(offices: Sequence[UUID], *, at: datetime) -> list[Excepted]:
    """Awards of the people of some offices that do not count, by a clause of a policy that lets exceptions be made
    and of which none was made yet; the newest first."""
    policies = _letting(offices)
    if not policies:
        return []
    places = {one.pk: one for one in Organization.objects.filter(pk__in=offices)}
    people = educators_kept(offices, at=at)
    latest = (
        Recognition.objects.filter(award__person__in=people, award__revocation__isnull=True)
        .order_by("award_id", "policy__family", "-evaluated_at", "-pk")
        .distinct("award_id", "policy__family")
    )
    uncounted = (
        Recognition.objects.filter(pk__in=latest.values("pk"), outcome=Recognition.Outcome.DOES_NOT_COUNT)
        .exclude(award__in=Entry.objects.values("award"))
        .select_related("award__version", "award__person", "policy")
        .order_by("-evaluated_at", "pk")
    )
    made = set(Allowance.objects.filter(at_most=False).values_list("award_id", "policy__slug"))
    found = []
    for one in uncounted:
        codes = {step["code"] for step in one.explanation if step["result"] == "not_met"}
        for policy in policies:
            stated = {clause.id for clause in document_of(policy).clauses}
            is_its_own = policy.family == one.policy.family and codes and codes <= stated
            if is_its_own and (one.award_id, policy.slug) not in made:
                office = places.get(policy.jurisdiction_id) or next(iter(places.values()))
                found.append(Excepted(one, policy, office))
    return found


def _letting(offices: Sequence[UUID]) -> list[Policy]:
    """The last statements of the policies of some offices that let exceptions be made."""
    stated = Policy.objects.filter(jurisdiction__in=offices).order_by("slug", "-number").distinct("slug")
    return [policy for policy in stated if document_of(policy).exceptions is not None]
