"""May this person? Returns the row, or 404: what is asked of an account is its owner's alone."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from microcred.accounts.models import Erasure, Export, MergeOffer
from microcred.accounts.operations import digest_of
from microcred.accounts.queries import erasure_of
from microcred.organizations.models import Person


def offer_between(person: Person, token: str) -> MergeOffer:
    """The offer whose link carries this token, for who asked and for whose account it would take in: nobody else."""
    offer = MergeOffer.objects.select_related("asker", "other").filter(token_digest=digest_of(token)).first()
    if offer is None or person.pk not in (offer.asker_id, offer.other_id):
        raise Http404
    return offer


def own_export(person: Person, export_id: UUID, *, at: datetime) -> Export:
    """An archive of one's own data that can be fetched at this moment."""
    export = Export.objects.filter(pk=export_id, person=person, expires_at__gt=at, removed_at__isnull=True).first()
    if export is None:
        raise Http404
    return export


def own_erasure(person: Person) -> Erasure:
    """The erasure that one has asked for and that is still to come."""
    erasure = erasure_of(person)
    if erasure is None:
        raise Http404
    return erasure
