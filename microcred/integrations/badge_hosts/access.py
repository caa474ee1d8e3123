"""May this person? What is in a backpack is its owner's alone."""

from uuid import UUID

from django.http import Http404

from microcred.integrations.badge_hosts.models import ExternalCredential
from microcred.organizations.models import Person


def own_external_credential(person: Person, credential_id: UUID) -> ExternalCredential:
    """A credential in the person's backpack."""
    found = ExternalCredential.objects.filter(pk=credential_id, person=person).first()
    if found is None:
        raise Http404
    return found
