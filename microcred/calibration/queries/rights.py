"""Who may score what."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from microcred.calibration.models import Certificate, Qualification, Requalification, RightPause, RightPauseEnd
from microcred.catalog.models import StackPlace, Succession, Version
from microcred.foundation.asked_often import asked_often, plan_kept
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import holders

ASSESSING = frozenset({Role.ASSESSOR, Role.LEAD_ASSESSOR})
"""The roles that may score, once qualified."""


def qualifications_of(person: Person, *, at: datetime) -> QuerySet[Qualification]:
    """The qualifications that a person holds at a moment, with their stacks. Without an assessor's role: none."""
    return _qualifications(person_id=person.pk, at=at)


def qualifications_listed(person: Person, *, at: datetime) -> list[Qualification]:
    """The same, asked at once."""
    return _qualifications_listed(person_id=person.pk, at=at)


def versions_for(person: Person, *, at: datetime) -> QuerySet[Version, UUID]:
    """The identifiers of the versions that a person may score at a moment.

    All versions in the stacks they hold, but those by whose rubric nobody judged when they qualified, once the grace
    for assessors has ended: these need a qualification given since, or a requalification. And those with a rubric for
    which they hold a certificate. None by a rubric for which their right is paused, or was ended.
    """
    return _versions(person_id=person.pk, at=at)


def versions_listed(person: Person, *, at: datetime) -> list[UUID]:
    """The same, asked at once."""
    return _versions_listed(person_id=person.pk, at=at)


def is_qualified(person: Person, version: Version, *, at: datetime) -> bool:
    """Whether a person may score a version at a moment."""
    return versions_for(person, at=at).filter(pk=version.pk).exists()


def asks_requalification(rubric_of: Version) -> bool:
    """Whether assessors need a qualification of their own for the rubric of a version."""
    return Succession.objects.filter(version=rubric_of, requalify_from__isnull=False).exists()


def holds_stack_of(person: Person, version: Version, *, at: datetime) -> bool:
    """Whether a person is qualified for a stack in which a version's micro-credential stands."""
    return qualifications_of(person, at=at).filter(stack__places__micro_credential=version.micro_credential_id).exists()


def assessors_of(version: Version, *, at: datetime) -> QuerySet[Person]:
    """Who is qualified for a stack in which a version's micro-credential stands, or holds a certificate for a version
    of it, by name."""
    thing = version.micro_credential_id
    held = Qualification.objects.filter(holding(at), stack__places__micro_credential=thing, assessor=OuterRef("pk"))
    certified = Certificate.objects.filter(
        holding(at), ~right_ended(), version__micro_credential=thing, assessor=OuterRef("pk")
    )
    assessing = holders(*sorted(ASSESSING), person=OuterRef("pk"), at=at)
    return Person.objects.filter(Exists(held) | Exists(certified), Exists(assessing)).order_by("name", "pk")


def holds_right_at(organization: Organization, *, at: datetime) -> Q:
    """That the person around holds a right to score what an organization offers, for whomever they work, or that one of
    theirs is paused there."""
    person = {"assessor": OuterRef("pk")}
    held = Qualification.objects.filter(holding(at), stack__owner=organization, **person)
    certified = Certificate.objects.filter(
        holding(at), ~right_ended(), version__micro_credential__owner=organization, **person
    )
    paused = RightPause.objects.filter(version__micro_credential__owner=organization, **person)
    return Q(Exists(held)) | Q(Exists(certified)) | Q(Exists(paused))


def may_score_anything(person: Person, *, at: datetime) -> bool:
    """Whether a person holds a qualification or a certificate at a moment, and an assessor's role."""
    return qualifications_of(person, at=at).exists() or certificates_of(person, at=at).exists()


def certificates_of(person: Person, *, at: datetime) -> QuerySet[Certificate]:
    """The certificates that a person holds at a moment, by when they end. Without an assessor's role: none."""
    return _certificates(person_id=person.pk, at=at)


def certificates_listed(person: Person, *, at: datetime) -> list[Certificate]:
    """The same, asked at once."""
    return _certificates_listed(person_id=person.pk, at=at)


def _qualifications(*, person_id: UUID, at: datetime) -> QuerySet[Qualification]:
    assessing = Exists(holders(*sorted(ASSESSING), person=person_id, at=at))
    held = Qualification.objects.filter(holding(at), assessing, assessor=person_id)
    return held.select_related("stack").order_by("stack__name")


def _certificates(*, person_id: UUID, at: datetime) -> QuerySet[Certificate]:
    assessing = Exists(holders(*sorted(ASSESSING), person=person_id, at=at))
    held = Certificate.objects.filter(holding(at), ~right_ended(), assessing, assessor=person_id)
    return held.select_related("attempt__version").order_by("expires_at", "pk")


def _versions(*, person_id: UUID, at: datetime) -> QuerySet[Version, UUID]:
    stacks = _qualifications(person_id=person_id, at=at).order_by().values("stack")
    placed = StackPlace.objects.filter(stack__in=stacks, micro_credential=OuterRef("micro_credential"))
    known = Qualification.objects.filter(
        holding(at),
        assessor=person_id,
        stack__places__micro_credential=OuterRef("micro_credential"),
        starts_at__gte=OuterRef("succession__rubric_of__published_at"),
    )
    learned = Requalification.objects.filter(assessor=person_id, version=OuterRef("succession__rubric_of"))
    asked_from = "succession__rubric_of__succession__requalify_from"
    may = Q(**{f"{asked_from}__isnull": True}) | Q(**{f"{asked_from}__gt": at}) | Q(Exists(known)) | Q(Exists(learned))
    rubric = Coalesce(OuterRef("succession__rubric_of"), OuterRef("pk"))
    certified = Certificate.objects.filter(
        holding(at),
        Exists(holders(*sorted(ASSESSING), person=person_id, at=at)),
        assessor=person_id,
        version=rubric,
    )
    covered = Q(may, Exists(placed)) | Q(Exists(certified))
    return (
        Version.objects.filter(covered, ~_withheld(person_id, rubric, at)).order_by("pk").values_list("pk", flat=True)
    )


def _withheld(person_id: UUID, rubric: Coalesce, at: datetime) -> Q:
    """That a person's right by the rubric of a version around is paused, or was ended and not given anew since."""
    paused = RightPause.objects.filter(assessor=person_id, version=rubric, end__isnull=True)
    anew = Qualification.objects.filter(
        holding(at),
        assessor=person_id,
        stack__places__micro_credential=OuterRef("pause__version__micro_credential"),
        starts_at__gt=OuterRef("ended_at"),
    )
    tried = Certificate.objects.filter(
        holding(at), assessor=person_id, version=OuterRef("pause__version"), starts_at__gt=OuterRef("ended_at")
    )
    ended = RightPauseEnd.objects.filter(
        ~Exists(anew),
        ~Exists(tried),
        how=RightPauseEnd.How.RIGHT_ENDED,
        pause__assessor=person_id,
        pause__version=rubric,
    )
    return Q(Exists(paused)) | Q(Exists(ended))


def right_ended() -> Exists:
    """That a lead ended the right of the certificate around."""
    return Exists(
        RightPauseEnd.objects.filter(
            how=RightPauseEnd.How.RIGHT_ENDED,
            pause__assessor=OuterRef("assessor"),
            pause__version=OuterRef("version"),
            ended_at__gte=OuterRef("starts_at"),
        )
    )


_qualifications_listed = asked_often(_qualifications)
_certificates_listed = asked_often(_certificates)
_versions_listed = plan_kept(asked_often(_versions))


def holding(at: datetime) -> Q:
    """That a qualification holds at a moment."""
    return Q(starts_at__lte=at, expires_at__gt=at)
