"""By which policy a submission gets its readers, and what past readings say about another one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.catalog.models import Version
from microcred.catalog.queries import in_pilot, rubric_of
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import nearest_said, organizations_where
from microcred.portfolios.models import Submission
from microcred.portfolios.queries import pilot_place
from microcred.scoring.models import AssignmentPolicy, BackReadStep, Decision, QueueItem, Score
from microcred.scoring.rules import (
    BY_DEFAULT,
    DOUBLE,
    PILOT,
    SINGLE,
    Kind,
    Policy,
    ReadBySeveral,
    asked_at_first,
    is_drawn,
    seed_by_default,
)

AS_ORGANIZATION = AssignmentPolicy.Kind.AS_ORGANIZATION


def policies_of(organization: Organization, version: Version | None = None) -> QuerySet[AssignmentPolicy]:
    """Every edition of an organization's own policy, or of one version's, the newest first."""
    editions = AssignmentPolicy.objects.filter(organization=organization, version=version)
    return editions.select_related("declared_by").order_by("-declared_at", "-pk")


def policy_in_force(owner: Organization, version: Version | None = None) -> AssignmentPolicy | None:
    """The policy that holds for what enters the queue now. None: nobody has declared any, and the default holds.

    A version's own comes first, then that of who offers it, then of the organizations above, the nearest first.

    Args:
        owner: who offers it.
        version: None for the organization as a whole.
    """
    if version is not None:
        own = policies_of(owner, version).first()
        if own is not None and own.kind != AS_ORGANIZATION:
            return own
    declared = AssignmentPolicy.objects.filter(organization__in=owner.lineage, version__isnull=True)
    return nearest_said(owner, declared.select_related("declared_by", "organization").order_by("declared_at", "pk"))


class Governing(NamedTuple):
    """By what a submission that enters the queue now gets its readers: a policy, or the default, or else a pilot."""

    policy: AssignmentPolicy | None
    by_default: bool = False


def policy_governing(submission: Submission) -> Governing:
    """By what a submission that enters the queue now gets its readers. A running pilot's goes first."""
    if _is_counted(submission):
        return Governing(None)
    version = submission.pursuit.version
    policy = policy_in_force(version.micro_credential.owner, version)
    return Governing(policy, by_default=policy is None)


def readings_asked_of(submission: Submission, governing: Governing) -> int:
    """How many independent readings a submission needs before it is decided, whatever they say.

    Two for those that a running pilot counts. For whoever lets it into the queue.
    """
    policy, by_default = governing
    version = submission.pursuit.version_id
    if policy is not None:
        return asked_by(policy.rule, policy.seed, submission.pk, before=entered_before(policy, version))
    return asked_by(BY_DEFAULT if by_default else PILOT, seed_by_default(version), submission.pk, before=0)


def entered_before(policy: AssignmentPolicy | None, version: UUID) -> int:
    """How many submissions to a version entered the queue under a policy so far; 0 under none, which counts nothing."""
    return QueueItem.objects.filter(policy=policy, version=version).count() if policy is not None else 0


def asked_by(rule: Policy, seed: int, key: UUID, *, before: int) -> int:
    """How many readings something needs by a rule, whatever they say.

    Args:
        key: by what the lot is drawn.
        before: how many to the version entered the queue under the rule before it.
    """
    return asked_at_first(rule, before=before, drawn=is_drawn(seed, key, rule.share))


def _is_counted(submission: Submission) -> bool:
    return in_pilot(submission.pursuit.version) and pilot_place(submission) is not None


@dataclass(frozen=True)
class Governed:
    """An organization whose assessing somebody leads, the policy in force there, and its versions that have their own.

    Attributes:
        inherited: whether the policy is that of an organization above.
    """

    organization: Organization
    policy: AssignmentPolicy | None
    versions: tuple[AssignmentPolicy, ...]

    @property
    def inherited(self) -> bool:
        """Whether the policy is that of an organization above."""
        return self.policy is not None and self.policy.organization_id != self.organization.pk


def policies_within(
    owner: Organization, version: Version, *, since: datetime, until: datetime
) -> list[tuple[datetime | None, AssignmentPolicy | None]]:
    """By what the submissions to a version got their readers in a time, each with since when: what held when it began
    (its date is None), and what came within it. None where nobody had declared any, and the default held."""
    of_all = Q(organization__in=owner.lineage, version__isnull=True)
    said = AssignmentPolicy.objects.filter(of_all | Q(version=version), declared_at__lte=until)
    rows = list(said.select_related("organization").order_by("declared_at", "pk"))
    moments = [since, *(row.declared_at for row in rows if row.declared_at > since)]
    held: list[tuple[datetime | None, AssignmentPolicy | None]] = []
    for moment in moments:
        holds = _held_by(owner, [row for row in rows if row.declared_at <= moment])
        if not held or held[-1][1] != holds:
            held.append((moment if held else None, holds))
    return held


def decided_once_before_default(version: Version, *, since: datetime, until: datetime) -> bool:
    """Whether anything was decided after a moment and up to another by one reading that nobody's policy and no default
    asked for: it had come into the queue when neither was there."""
    return Decision.objects.filter(
        submission__pursuit__version=version,
        decided_at__gt=since,
        decided_at__lte=until,
        policy__isnull=True,
        by_default=False,
        readings=SINGLE,
    ).exists()


def _held_by(owner: Organization, said: Sequence[AssignmentPolicy]) -> AssignmentPolicy | None:
    own = [row for row in said if row.version_id is not None]
    if own and own[-1].kind != AS_ORGANIZATION:
        return own[-1]
    return nearest_said(owner, [row for row in said if row.version_id is None])


def governed_by(person: Person, *, at: datetime) -> list[Governed]:
    """The organizations that offer micro-credentials and whose assessing a person leads, by name."""
    offering = Version.objects.filter(micro_credential__owner=OuterRef("pk"))
    led = organizations_where(person, Role.LEAD_ASSESSOR, at=at).filter(Exists(offering)).order_by("name")
    own: dict[UUID, dict[UUID, AssignmentPolicy]] = defaultdict(dict)
    editions = AssignmentPolicy.objects.filter(organization__in=led, version__isnull=False)
    for edition in editions.select_related("version").order_by("declared_at", "pk"):
        own[edition.organization_id][edition.version_id or edition.pk] = edition
    return [
        Governed(
            organization,
            policy_in_force(organization),
            tuple(one for one in own[organization.pk].values() if one.kind != AS_ORGANIZATION),
        )
        for organization in led
    ]


RESTED_ON = Exists(
    Decision.objects.filter(submission=OuterRef("scoring__submission"), decided_at__gte=OuterRef("scoring__scored_at"))
)
"""Of scores: the decision rests on their reading. What was read for an appeal came after it."""

COUNTS = Q(RESTED_ON) & Q(scoring__reset__isnull=True)
"""Of scores: figures are made of them. A reading that was reset tells of what went wrong, and of nothing else."""

MOST_LOOKED_AT = 1_000
"""The newest of what was read by several people, for a figure on a page."""


def read_by_several(
    owner: Organization, version: Version | None = None, *, most: int = MOST_LOOKED_AT
) -> list[ReadBySeveral]:
    """What was decided of an organization's submissions, or of those to one version, after several people read it.

    Only what would have been read twice whatever the first reading said: what a narrow or doubted one was followed by
    is harder to agree on than the rest. And only where nothing was carried, which all readings have alike. The newest
    come first.

    Of each its first two readings: a third was made only where these differed, so that two of three drawn by lot agree
    more often than these did.
    """
    carried = Score.objects.filter(
        scoring__submission=OuterRef("submission"), scoring__paper__isnull=True, carried_from__isnull=False
    )
    decided = Decision.objects.filter(
        ~Exists(carried),
        ~asked_by_a_lead(),
        readings__gte=DOUBLE,
        submission__pursuit__version__micro_credential__owner=owner,
    )
    if version is not None:
        decided = decided.filter(submission__pursuit__version=version)
    decided = decided.select_related("policy", "submission__pursuit__version").order_by("-decided_at", "pk")
    versions = {
        each.submission_id: each.submission.pursuit.version
        for each in decided[:most]
        if not was_narrow(each.policy, each.submission_id, by_default_of=_default_of(each))
    }
    rubrics = {one.pk: rubric_of(one) for one in versions.values()}
    return [
        ReadBySeveral(
            [positions for _reader, positions in readings[:DOUBLE]],
            {criterion.id: criterion.required_position for criterion in rubrics[versions[submission].pk].criteria},
            rubrics[versions[submission].pk].verdict,
            readers=[reader for reader, _positions in readings[:DOUBLE]],
        )
        for submission, readings in _readings(list(versions)).items()
        if len(readings) >= DOUBLE
    ]


def asked_by_a_lead() -> Exists:
    """Of decisions: their second reading was made because a lead doubted the first. Two such differ more often than
    two of any work do, and say nothing of how readers agree."""
    return Exists(
        BackReadStep.objects.filter(
            kind=BackReadStep.Kind.FRESH,
            back_read__readings=SINGLE,
            back_read__item__submission=OuterRef("submission"),
        )
    )


def was_narrow(policy: AssignmentPolicy | None, submission: UUID, *, by_default_of: UUID | None = None) -> bool:
    """Whether a second reading was made only for what the first one said; by the policy that a decision names.

    Args:
        by_default_of: the version, where the decision's submission got its readers by the default.
    """
    if policy is not None:
        rule, seed = policy.rule, policy.seed
    elif by_default_of is not None:
        rule, seed = BY_DEFAULT, seed_by_default(by_default_of)
    else:
        return False
    return rule.kind is Kind.CONDITIONAL and not is_drawn(seed, submission, rule.share)


def _default_of(decision: Decision) -> UUID | None:
    version: UUID = decision.submission.pursuit.version_id
    return version if decision.by_default else None


def _readings(submissions: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, dict[UUID, int]]]]:
    """By submission who read it and the positions that they gave, in the order in which the readings were made."""
    scores = (
        Score.objects.filter(COUNTS, scoring__submission__in=submissions, scoring__paper__isnull=True)
        .order_by("scoring__scored_at", "scoring")
        .values_list("scoring__submission", "scoring", "scoring__assessor", "criterion", "level__position")
    )
    found: dict[UUID, dict[UUID, tuple[UUID, dict[UUID, int]]]] = defaultdict(dict)
    for submission, scoring, assessor, criterion, position in scores:
        found[submission].setdefault(scoring, (assessor, {}))[1][criterion] = position
    return {submission: list(by_scoring.values()) for submission, by_scoring in found.items()}
