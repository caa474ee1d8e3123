"""What the tests of wallets set their scenes with: an offer, and a wallet of a few lines."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from joserfc import jwk, jwt

from microcred.credentials.models import Award
from microcred.foundation.clock import now
from microcred.integrations.wallets import operations
from microcred.integrations.wallets.metadata import CONFIGURATION, PRE_AUTHORIZED
from tests.cast import Cast

ISSUER = "http://localhost:8000/issuers/carolinacred"


def offering(cast: Cast, award: Award, *, with_code: bool = False) -> operations.Offering:
    """Ada holds her award out, now."""
    return operations.offer(actor=cast.ada, award=award, with_code=with_code, at=now())


@dataclass
class Wallet:
    """A wallet that says exactly what a test wants it to."""

    client: Client
    key: Any = field(default_factory=lambda: jwk.ECKey.generate_key("P-256"))

    def token(self, secret: str, **more: str):
        return self.client.post(
            "/wallets/carolinacred/token/", {"grant_type": PRE_AUTHORIZED, "pre-authorized_code": secret, **more}
        )

    def nonce(self) -> str:
        return self.client.post("/wallets/carolinacred/nonce/").json()["c_nonce"]

    def proof(self, nonce: str, *, header: dict | None = None, **claims: Any) -> str:
        """A key proof; a header or claim of None is left out."""
        alg = "ES256" if self.key.key_type == "EC" else "EdDSA"
        public = self.key.as_dict(private=False)
        head = {"alg": alg, "typ": "openid4vci-proof+jwt", "jwk": public, **(header or {})}
        said = {"aud": ISSUER, "iat": int(time.time()), "nonce": nonce, **claims}
        algorithms = ["ES256", "EdDSA", "HS256"]
        return jwt.encode(_without_none(head), _without_none(said), self.key, algorithms=algorithms)

    def ask(self, token: str, *proofs: str, **more: Any):
        body: dict[str, Any] = {"credential_configuration_id": CONFIGURATION, **more}
        if proofs:
            body["proofs"] = {"jwt": list(proofs)}
        return self.client.post(
            "/wallets/carolinacred/credential/",
            json.dumps(_without_none(body)),
            content_type="application/json",
            headers={"authorization": f"Bearer {token}"},
        )


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
