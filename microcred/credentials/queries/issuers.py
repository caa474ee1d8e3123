"""Issuers: who signs for whom, their keys, their stops, and what was awarded while a key is in doubt."""

from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery

from microcred.catalog.models import Version
from microcred.credentials.models import (
    AwardIntent,
    Issuer,
    IssuingStop,
    KeyCondemnation,
    SigningKey,
)
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as


def issuer_for(version: Version) -> Issuer | None:
    """The issuer of a version: the nearest one from the owner of its micro-credential up the tree."""
    return issuer_of_organization(version.micro_credential.owner)


def issuer_of_organization(owner: Organization) -> Issuer | None:
    """The issuer that signs for an organization: the nearest one from it up the tree."""
    nearest_first = list(reversed(owner.lineage))
    issuers = Issuer.objects.filter(organization_id__in=nearest_first).select_related("organization")
    return min(issuers, key=lambda issuer: nearest_first.index(issuer.organization_id), default=None)


def condemnations_to_uphold(issuer: Issuer) -> QuerySet[KeyCondemnation]:
    """The condemned keys of an issuer with which something was awarded since they are in doubt, each with how much."""
    found = KeyCondemnation.objects.filter(key__issuer=issuer, upholding__isnull=True).select_related("key")
    counted = AwardIntent.objects.filter(key=OuterRef("key"), intended_at__gte=OuterRef("since")).order_by()
    count = counted.values("key").annotate(count=Count("pk")).values("count")
    return found.annotate(awards=Subquery(count)).filter(awards__gt=0).order_by("condemned_at")


def awards_since(condemnation: KeyCondemnation) -> QuerySet[AwardIntent]:
    """What was awarded with a condemned key since it is in doubt, the newest first."""
    intents = AwardIntent.objects.filter(key=condemnation.key, intended_at__gte=condemnation.since)
    return intents.select_related("person", "version", "award").order_by("-intended_at", "-pk")


def stop_in_force(issuer: Issuer) -> IssuingStop | None:
    """The stop of an issuer that nobody has ended, if there is one."""
    return IssuingStop.objects.filter(issuer=issuer, resumption__isnull=True).order_by("stopped_at").first()


def intents_waiting_at(issuer: Issuer) -> int:
    """How many awards of an issuer wait for their signature."""
    return AwardIntent.objects.filter(issuer=issuer, award__isnull=True).count()


def keys_of(issuer: Issuer) -> QuerySet[SigningKey]:
    """An issuer's keys, the oldest first, with what became of them."""
    return issuer.keys.select_related("retirement", "condemnation__upholding").order_by("created_at", "pk")


def keys_to_condemn(issuer: Issuer) -> QuerySet[SigningKey]:
    """The keys of an issuer that are still trusted, retired ones among them, the newest first."""
    return issuer.keys.filter(condemnation__isnull=True).order_by("-created_at", "-pk")


def may_look_after(person: Person, issuer: Issuer, *, at: datetime) -> bool:
    """Whether a person administers the issuer's organization: its keys, its stops, what it offers."""
    return acts_as(person, Role.ORG_ADMIN, for_organization=issuer.organization, at=at)
