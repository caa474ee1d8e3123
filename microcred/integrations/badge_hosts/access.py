"""May this person? What is in a backpack is its owner's alone."""

from uuid import UUID

from django.http import Http404

from microcred.credentials.models import Award
from microcred.credentials.queries import awards_with_all
from microcred.integrations.badge_hosts.models import ExternalCredential, Sending
from microcred.integrations.oauth.rules import digest_of
from microcred.organizations.models import Person


def own_external_credential(person: Person, credential_id: UUID) -> ExternalCredential:
    """A credential in the person's backpack."""
    found = ExternalCredential.objects.filter(pk=credential_id, person=person).first()
    if found is None:
        raise Http404
    return found


def own_award(person: Person, award_id: UUID) -> Award:
    """An award that the person earned."""
    award = awards_with_all().filter(pk=award_id, person=person).first()
    if award is None:
        raise Http404
    return award


def own_sending(person: Person, state: str) -> Sending:
    """What the person set out to send, by the state that the host brings back with them."""
    sending = (
        Sending.objects.select_related("host", "award__intent__signed", "award__version")
        .filter(state_digest=digest_of(state), person=person)
        .first()
    )
    if sending is None:
        raise Http404
    return sending
