"""The same artifact in two people's work: finding where decisions differ on it, and saying what becomes of that."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import people_with
from microcred.portfolios.queries import has_judged
from microcred.scoring.models import ArtifactDifference, Decision, DifferenceRuling, ResetCampaign, ResetCase
from microcred.scoring.queries import differences_for, differences_of, may_read_afresh

Kind = DifferenceRuling.Kind


class NothingSaidOfBoth(Refusal):
    """Nobody would know why."""

    message = _("Say why: whoever looks at it later has nothing else to go by. No educator reads it.")
    field = "words"
    status = 422


class RuledAlready(Refusal):
    """Somebody else saw to it."""

    message = _("Somebody else saw to this one. Take the next one of the list.")


class NotAfreshAnyMore(Refusal):
    """The lower one is earned, was handed in again, or is read afresh."""

    message = _(
        "The work that was found lower cannot be read afresh: it is earned, was handed in again or appealed since. "
        "Say why both stand; nothing gets lower."
    )


@operation
def find_differences(*, actor: None, decision: Decision, at: datetime) -> list[ArtifactDifference]:
    """Find where a decision differs from earlier ones on what rests on the same file, and tell who leads the assessing.
    Found twice is found."""
    # Two decisions that are made at once would each not see the other: one of the two sees both.
    hold(decision.submission.pursuit.version_id)
    found = []
    for one in differences_of(decision):
        difference, is_new = ArtifactDifference.objects.get_or_create(
            higher=one.higher,
            lower=one.lower,
            defaults={"sha256": one.sha256, "shared": one.shared, "found_at": at},
        )
        found.append(difference)
        if is_new:
            _tell_leads(difference, at)
    return found


@operation
def rule_on_difference(
    *, actor: Person, difference: ArtifactDifference, kind: DifferenceRuling.Kind, words: str, at: datetime
) -> DifferenceRuling:
    """Say that both decisions stand, and why, or have the lower one read afresh, by people who know of nothing.

    No level is changed here. What is read afresh goes the way of a reset of its readings, and can only come out better.

    Raises:
        RuledAlready, NothingSaidOfBoth, NotAfreshAnyMore, NotAllowed.
    """
    hold(difference.pk)
    there = DifferenceRuling.objects.filter(difference=difference).first()
    if there is not None:
        if (there.ruled_by_id, there.kind) == (actor.pk, kind.value):
            return there
        raise RuledAlready
    if not differences_for(actor, at=at).filter(pk=difference.pk).exists():
        raise NotAllowed
    if not words.strip():
        raise NothingSaidOfBoth
    campaign = None
    if kind is Kind.AFRESH:
        if not may_read_afresh(difference, lead=actor, at=at):
            raise NotAfreshAnyMore
        campaign = _reset_one(actor, difference, words.strip()[:2_000], at)
    return DifferenceRuling.objects.create(
        difference=difference,
        kind=kind.value,
        words=words.strip()[:2_000],
        campaign=campaign,
        ruled_at=at,
        ruled_by=actor,
    )


def _reset_one(actor: Person, difference: ArtifactDifference, words: str, at: datetime) -> ResetCampaign:
    """Have the readings of one submission count no more: the worker sees to what follows, as for any reset."""
    version = difference.lower.criterion.version
    campaign = ResetCampaign.objects.create(
        organization=version.micro_credential.owner,
        version=version,
        until=at,
        reason=words,
        tells_at_start=True,
        form_key=difference.pk,
        begun_at=at,
        begun_by=actor,
    )
    ResetCase.objects.create(campaign=campaign, submission=difference.lower.decision.submission)
    return campaign


def _tell_leads(difference: ArtifactDifference, at: datetime) -> None:
    pursuits = [one.decision.submission.pursuit for one in (difference.higher, difference.lower)]
    owner = difference.higher.criterion.version.micro_credential.owner
    for lead in people_with(Role.LEAD_ASSESSOR, organization=owner, at=at):
        if any(lead.pk == pursuit.person_id or has_judged(lead, pursuit) for pursuit in pursuits):
            continue
        tell(
            actor=None,
            person=lead,
            kind="artifact_difference",
            subject=_("The same artifact was judged differently"),
            body=_(
                "Two people handed in the same file, and decisions about it differ. See both side by side, and say why "
                "both stand or have the lower one read afresh. Nobody’s award gets lower."
            ),
            path=reverse("artifact_difference", args=[difference.pk]),
            key=f"artifact_difference:{difference.pk}",
            at=at,
        )
