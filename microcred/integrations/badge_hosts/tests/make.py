"""What the tests of badge hosts set their scenes with: a connected service, and a credential from elsewhere."""

from typing import Any

from microcred.foundation.clock import now
from microcred.integrations.oauth import operations as oauth
from microcred.integrations.oauth.rules import SCOPES
from microcred.integrations.oauth.tests.make import CALLBACK, client
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.models import HashedEmail
from microcred.openbadges.tests.make import Issuer
from microcred.organizations.models import Person


def elsewhere(person: Person, **changes: Any) -> str:
    """A credential that a university centre elsewhere has issued to a person, as it signed it."""
    holder = HashedEmail(address=person.email, salt="c2FsdA")
    return to_bytes(Issuer().award(**{"holder": holder, "status": None, **changes})).decode()


def token(person: Person, *scopes: str) -> dict[str, str]:
    """The header of a service that a person lets do these things, or all there are."""
    allowed = list(scopes or SCOPES)
    connected, _secret = client()
    at = now()
    grant = oauth.consent(
        actor=person, client=connected, scopes=allowed, redirect_uri=CALLBACK, code_challenge="x", code=str(at), at=at
    )
    oauth.redeem(actor=None, grant=grant, proven=True, at=at)
    access = f"access-{grant.pk}"
    oauth.give_tokens(actor=None, grant=grant, scopes=allowed, access=access, refresh=None, at=at)
    return {"authorization": f"Bearer {access}"}
