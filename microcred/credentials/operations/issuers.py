"""The verbs of issuers."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from microcred.credentials.keys import new_key
from microcred.credentials.models import Issuer, SigningKey, StatusList
from microcred.credentials.operations.status_lists import open_list
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.openbadges import dids
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as


class IssuerEstablished(Refusal):
    """The organization signs already, or another one has this short name."""

    message = _("{name} is an issuer already, or its short name is taken. Choose another short name.")
    field = "slug"


@operation
def establish_issuer(
    *,
    actor: Person | None,
    organization: Organization,
    slug: str,
    name: str,
    url: str,
    email: str,
    at: datetime,
) -> Issuer:
    """Make an organization an issuer, with new keys, a DID and an empty status list.

    With an https public address the issuer is a `did:web` of this server, whose keys can be renewed. Without one
    nobody could fetch its document, so the issuer of a demonstration is a `did:key`, which is its own document.

    Args:
        actor: an administrator of the organization, or None for the operator.
        url: the organization's own website; empty: the page that this server has about it.
    """
    if actor is not None and not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    if Issuer.objects.filter(organization=organization).exists() or Issuer.objects.filter(slug=slug).exists():
        raise IssuerEstablished(name=name)
    pair, sealed = new_key()
    public_address = urlsplit(settings.PUBLIC_URL)
    on_the_web = public_address.scheme == "https"
    issuer = Issuer.objects.create(
        organization=organization,
        slug=slug,
        did=dids.did_web(settings.PUBLIC_URL, "issuers", slug) if on_the_web else dids.did_key(pair.public),
        name=name,
        url=url,
        email=email,
    )
    SigningKey.objects.create(
        issuer=issuer,
        purpose=SigningKey.Purpose.AWARDS,
        public_multibase=pair.public.multibase,
        sealed_private=sealed,
    )
    if on_the_web:
        pair, sealed = new_key()
        SigningKey.objects.create(
            issuer=issuer,
            purpose=SigningKey.Purpose.STATUS,
            public_multibase=pair.public.multibase,
            sealed_private=sealed,
        )
    open_list(issuer, StatusList.Purpose.REVOCATION, at=at)
    return issuer
