"""The verb by which a lead says how many people read what."""

from datetime import datetime
from secrets import randbits

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.scoring.models import AssignmentPolicy
from microcred.scoring.queries import policies_of
from microcred.scoring.rules import NO_BACK_READS, ONE_IN, SAMPLE, BackReads, Kind, Policy


class OfferedByAnother(Refusal):
    """The version is not the organization's own."""

    message = _("“{version}” is offered by another organization, which says itself how it is read.")


class SampleTooSmall(Refusal):
    """Too few blind second readings to know how far single ones can be trusted."""

    message = _(
        "At least {least} in a hundred submissions are read a second time, so that you know how far single readings "
        "can be trusted. Choose a larger share."
    )
    field = "share"


class NoFirstOnes(Refusal):
    """The first submissions are read twice, and there are none of them."""

    message = _("Say how many of a version's first submissions are read twice: one or more.")
    field = "first"


class ShareTooLarge(Refusal):
    """More than all."""

    message = _("A share is between 0 and 100 in a hundred.")
    field = "share"


class BackShareTooLarge(Refusal):
    """More than all decisions would wait for a look."""

    message = _("Of a hundred decisions, between 0 and 100 wait for a lead's look.")
    field = "back_share"


class PolicyStands(Refusal):
    """What was chosen is what holds already."""

    message = _("This is the policy that holds already. Choose another one, or leave it as it is.")


class NothingOfItsOwn(Refusal):
    """A version that has no policy of its own already follows its organization."""

    message = _("“{version}” has no policy of its own, and is read as everything else of the organization.")


class TooMuchTrying(Refusal):
    """So many readings would be of validity papers that little else is read."""

    message = _("At most one in {least} readings is of a validity paper: the others are what people wait for.")


TRIED_LEAST = 3
"""of so many readings one at most is of a validity paper"""


@operation
def declare_policy(
    *,
    actor: Person,
    organization: Organization,
    policy: Policy,
    reason: str,
    at: datetime,
    version: Version | None = None,
    one_in: int = ONE_IN,
    back_reads: BackReads = NO_BACK_READS,
) -> AssignmentPolicy:
    """Say how many people read what an organization offers, or one version of it, from now on.

    What waits in the queue keeps the policy it came in under. Earlier editions stay, with who declared them and why.

    Args:
        actor: a lead assessor of the organization, or above.
        version: None for all of the organization's, but those with a policy of their own.
        reason: why, in words to those who come after.
        one_in: one in so many readings is of a validity paper, so far as the version has any; 0 for none.
        back_reads: which decisions wait until a lead has looked.

    Raises:
        SampleTooSmall, ShareTooLarge, BackShareTooLarge, NoFirstOnes, TooMuchTrying: it could not be carried out.
        PolicyStands: it holds already.
        OfferedByAnother, NotAllowed.
    """
    _may_declare(actor, organization, version, at)
    _carriable(policy)
    if 0 < one_in < TRIED_LEAST:
        raise TooMuchTrying(least=TRIED_LEAST)
    if not 0 <= back_reads.share <= 100:
        raise BackShareTooLarge
    hold(organization.pk)
    before = policies_of(organization, version).first()
    if (
        before is not None
        and before.kind != AssignmentPolicy.Kind.AS_ORGANIZATION
        and (before.rule, before.one_in, before.back_reads) == (policy, one_in, back_reads)
    ):
        raise PolicyStands
    return AssignmentPolicy.objects.create(
        organization=organization,
        version=version,
        kind=policy.kind.value,
        share=policy.share,
        first=policy.first,
        near=policy.near,
        third=policy.third.value,
        one_in=one_in,
        back_share=back_reads.share,
        back_alarms=back_reads.alarms,
        back_first=back_reads.first,
        seed=randbits(62),
        reason=reason,
        declared_at=at,
        declared_by=actor,
    )


@operation
def follow_organization(
    *, actor: Person, organization: Organization, version: Version, reason: str, at: datetime
) -> AssignmentPolicy:
    """Let a version that had a policy of its own be read as everything else of its organization, from now on.

    Raises:
        NothingOfItsOwn, OfferedByAnother, NotAllowed.
    """
    _may_declare(actor, organization, version, at)
    hold(organization.pk)
    own = policies_of(organization, version).first()
    if own is None or own.kind == AssignmentPolicy.Kind.AS_ORGANIZATION:
        raise NothingOfItsOwn(version=version)
    return AssignmentPolicy.objects.create(
        organization=organization,
        version=version,
        kind=AssignmentPolicy.Kind.AS_ORGANIZATION,
        share=own.share,
        first=own.first,
        near=own.near,
        third=own.third,
        one_in=own.one_in,
        back_share=own.back_share,
        back_alarms=own.back_alarms,
        back_first=own.back_first,
        seed=own.seed,
        reason=reason,
        declared_at=at,
        declared_by=actor,
    )


def _may_declare(actor: Person, organization: Organization, version: Version | None, at: datetime) -> None:
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=organization, at=at):
        raise NotAllowed
    if version is not None and version.micro_credential.owner_id != organization.pk:
        raise OfferedByAnother(version=version)


def _carriable(policy: Policy) -> None:
    if not 0 <= policy.share <= 100:
        raise ShareTooLarge
    if policy.kind in {Kind.SINGLE, Kind.SHARE} and policy.share < SAMPLE:
        raise SampleTooSmall(least=SAMPLE)
    if policy.kind is Kind.FIRST and policy.first < 1:
        raise NoFirstOnes
