"""Who may score a version and by what: a test, a lead's hand, not yet, or not any more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db.models import Count, QuerySet

from microcred.calibration.models import AttemptEnd, Certificate, Qualification, QualifyingAttempt
from microcred.calibration.queries.rights import right_ended
from microcred.catalog.models import Succession, Version
from microcred.catalog.queries import rubric_lineage_of
from microcred.organizations.models import Person


class State(Enum):
    """Where somebody stands with the right to score a version; of several, the first that is so."""

    TO_DECIDE = "to_decide"
    """the rule did not decide, and no lead has yet"""
    TESTING = "testing"
    CERTIFIED = "certified"
    BY_HAND = "by_hand"
    NOT_YET = "not_yet"
    EXPIRED = "expired"


@dataclass
class AssessorStanding:
    """Where one assessor stands with a version."""

    person: Person
    certificate: Certificate | None = None
    """the one that ends last"""
    by_hand: list[Qualification] = field(default_factory=list)
    """the qualifications for its stacks that hold, which a lead gave them"""
    attempts: list[QualifyingAttempt] = field(default_factory=list)
    """with how many papers were `read` in each, the last one last"""

    @property
    def last(self) -> QualifyingAttempt | None:
        """Their last attempt."""
        return self.attempts[-1] if self.attempts else None

    def state(self, at: datetime) -> State:
        """What is so of them at a moment."""
        end: AttemptEnd | None = getattr(self.last, "end", None)
        if self.last is not None and end is None:
            return State.TESTING
        if end is not None and end.verdict == AttemptEnd.Verdict.UNDECIDED and not hasattr(self.last, "ruling"):
            return State.TO_DECIDE
        if self.certificate is not None and self.certificate.expires_at > at:
            return State.CERTIFIED
        if self.by_hand:
            return State.BY_HAND
        if self.certificate is not None and (self.last is None or hasattr(self.last, "certificate")):
            return State.EXPIRED
        return State.NOT_YET


@dataclass(frozen=True)
class Trial:
    """A version with papers to qualify by, and where a person stands with its test."""

    version: Version
    state: State | None
    """None: they have not begun"""
    until: datetime | None
    """when their certificate ends, or ended"""


def assessors_standing(version: Version, *, at: datetime) -> list[AssessorStanding]:
    """Everybody who ever began the test of a version, or may score it because a lead said so: what is to be done first,
    then by name."""
    found: dict[UUID, AssessorStanding] = {}
    for attempt in _attempts(QualifyingAttempt.objects.filter(version=version)).select_related("person"):
        found.setdefault(attempt.person_id, AssessorStanding(attempt.person)).attempts.append(attempt)
    earned = Certificate.objects.filter(~right_ended(), version=rubric_lineage_of(version))
    certificates = earned.select_related("assessor")
    for certificate in certificates.order_by("expires_at", "pk"):
        one = found.setdefault(certificate.assessor_id, AssessorStanding(certificate.assessor))
        one.certificate = certificate
    held = Qualification.objects.filter(
        starts_at__lte=at, expires_at__gt=at, stack__places__micro_credential=version.micro_credential_id
    )
    for qualification in held.select_related("assessor", "granted_by", "stack").order_by("expires_at", "pk"):
        one = found.setdefault(qualification.assessor_id, AssessorStanding(qualification.assessor))
        one.by_hand.append(qualification)
    order = list(State)
    return sorted(found.values(), key=lambda one: (order.index(one.state(at)), one.person.name, one.person.pk))


def trials_for(person: Person, versions: Sequence[Version], *, at: datetime) -> list[Trial]:
    """Where a person stands with the tests of some versions; as many queries however many they are."""
    standings = {version.pk: AssessorStanding(person) for version in versions}
    for attempt in _attempts(QualifyingAttempt.objects.filter(person=person, version__in=standings)):
        standings[attempt.version_id].attempts.append(attempt)
    shared = dict(Succession.objects.filter(version__in=standings).values_list("version", "rubric_of"))
    rubrics = {pk: shared.get(pk, pk) for pk in standings}
    held = Certificate.objects.filter(~right_ended(), assessor=person, version__in=rubrics.values())
    earned = held.order_by("expires_at", "pk")
    latest = {certificate.version_id: certificate for certificate in earned}
    found = []
    for version in versions:
        one = standings[version.pk]
        one.certificate = latest.get(rubrics[version.pk])
        known = one.attempts or one.certificate
        until = one.certificate.expires_at if one.certificate else None
        found.append(Trial(version, one.state(at) if known else None, until))
    return found


def _attempts(chosen: QuerySet[QualifyingAttempt]) -> QuerySet[QualifyingAttempt]:
    counted = chosen.annotate(read=Count("papers__answer"))
    return counted.select_related("end", "ruling", "certificate").order_by("started_at", "pk")
