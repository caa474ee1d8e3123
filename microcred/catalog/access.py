"""The catalogue is for everyone: a row is there, or it is not. What an organization does with its own is its own."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from microcred.catalog import queries
from microcred.catalog.models import (
    AcceptanceReview,
    CatalogueUpload,
    Crosswalk,
    ExternalMicroCredential,
    License,
    MicroCredential,
    Retirement,
    Stack,
    Succession,
    Version,
)
from microcred.catalog.operations.shelves import CURATORS
from microcred.catalog.queries import VersionPage, acceptance_of, externals, version_at, version_page
from microcred.foundation.models import StoredFile
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where
from microcred.quality.queries import keeps_quality, places_to_keep


def public_version(slug: str, label: str | None = None, *, at: datetime) -> VersionPage:
    """The page of a version, by default the newest."""
    page = version_page(slug, label, at=at)
    if page is None:
        raise Http404
    return page


def public_micro_credential(slug: str) -> MicroCredential:
    """A micro-credential with its owner and retirement at hand; it is there once it has a version."""
    return get_object_or_404(
        MicroCredential.objects.select_related("owner", "retirement__successor")
        .filter(versions__isnull=False)
        .distinct(),
        slug=slug,
    )


def micro_credential_to_retire(person: Person, slug: str, *, at: datetime) -> MicroCredential:
    """A micro-credential that the person is an author of."""
    found = public_micro_credential(slug)
    if not acts_as(person, Role.AUTHOR, for_organization=found.owner, at=at):
        raise Http404
    return found


def organization_with_grace(person: Person, slug: str, *, at: datetime) -> Organization:
    """An organization whose designs the person looks after, and for which they say how long grace lasts."""
    return get_object_or_404(places_to_keep(person, at=at), slug=slug)


def version_to_extend(person: Person, slug: str, label: str, *, at: datetime) -> tuple[MicroCredential, Succession]:
    """A version that puts an end to work on earlier ones, when it is the person's to give more time."""
    thing = _thing_kept_by(person, slug, at=at)
    found = Succession.objects.select_related("version__micro_credential__owner")
    version = version_at(slug, label)
    return thing, get_object_or_404(found, version=version, grace_ends_at__isnull=False)


def retirement_to_extend(person: Person, slug: str, *, at: datetime) -> tuple[MicroCredential, Retirement]:
    """A retirement that puts an end to work that was begun, when it is the person's to give more time."""
    thing = _thing_kept_by(person, slug, at=at)
    found = Retirement.objects.select_related("micro_credential__owner")
    return thing, get_object_or_404(found, micro_credential=thing, grace_ends_at__isnull=False)


def _thing_kept_by(person: Person, slug: str, *, at: datetime) -> MicroCredential:
    thing = public_micro_credential(slug)
    if not queries.may_extend_grace(person, thing, at=at):
        raise Http404
    return thing


def compared_versions(slug: str, label: str, before: str) -> tuple[Version, Version]:
    """Two published versions of one micro-credential, the one that was asked about first coming last."""
    pair = version_at(slug, before), version_at(slug, label)
    if pair[0] is None or pair[1] is None or pair[0] == pair[1]:
        raise Http404
    return pair[0], pair[1]


def public_stack(slug: str) -> Stack:
    """A stack."""
    return get_object_or_404(Stack, slug=slug)


def public_crosswalk(slug: str) -> Crosswalk:
    """A crosswalk."""
    return get_object_or_404(Crosswalk.objects.select_related("owner"), slug=slug)


def upload_of(owner: Organization, upload_id: UUID) -> CatalogueUpload:
    """An archive that was handed in for this organization. Whether the reader may look at it is asked before."""
    return get_object_or_404(
        CatalogueUpload.objects.select_related("file", "owner", "uploaded_by"), pk=upload_id, owner=owner
    )


def license_of(side: Organization, license_id: UUID) -> License:
    """A license that this organization granted or holds."""
    return get_object_or_404(
        License.objects.select_related("owner", "licensee"), Q(owner=side) | Q(licensee=side), pk=license_id
    )


def public_image(file_id: UUID) -> StoredFile:
    """A picture that a published version shows."""
    file = queries.public_image(file_id)
    if file is None:
        raise Http404
    return file


def public_template(file_id: UUID) -> StoredFile:
    """A template that a published version gives to start from."""
    file = queries.public_template(file_id)
    if file is None:
        raise Http404
    return file


def may_decide(person: Person, external: ExternalMicroCredential, *, at: datetime) -> bool:
    """Whether a person decides about a micro-credential of others for the organization that refers to it."""
    return keeps_quality(person, external.organization, at=at)


def external_to_see(person: Person | None, external_id: UUID, *, at: datetime) -> ExternalMicroCredential:
    """A micro-credential of others that is accepted; or any of an organization that the person decides for."""
    found = externals().filter(pk=external_id).first()
    if found is None:
        raise Http404
    accepted = (AcceptanceReview.Outcome.ACCEPTED, AcceptanceReview.Outcome.CONDITIONAL)
    decided = acceptance_of(found)
    if (decided is None or decided.outcome not in accepted) and (
        person is None or not may_decide(person, found, at=at)
    ):
        raise Http404
    return found


def external_to_decide(person: Person, external_id: UUID, *, at: datetime) -> ExternalMicroCredential:
    """A micro-credential of others that the person decides about."""
    found = external_to_see(person, external_id, at=at)
    if not may_decide(person, found, at=at):
        raise Http404
    return found


def place_to_decide(person: Person, slug: str, *, at: datetime) -> Organization:
    """An organization that the person decides for."""
    found = places_to_keep(person, at=at).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def places_to_curate(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations whose shelves and crosswalks the person orders; who orders none is told nothing."""
    places = organizations_where(person, *CURATORS, at=at).order_by("name")
    if not places:
        raise Http404
    return places


def crosswalk_to_draw(person: Person, slug: str, *, at: datetime) -> Crosswalk:
    """A crosswalk that the person draws."""
    return get_object_or_404(
        Crosswalk.objects.select_related("owner"), slug=slug, owner__in=places_to_curate(person, at=at)
    )
