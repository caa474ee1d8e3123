"""OpenID for Verifiable Credential Issuance: the whole way, and every way in which it must not work."""

from datetime import timedelta

import pytest
from django.test import Client
from joserfc import jwk

from microcred.credentials.operations import offer_tokens, revoke, sign_tokens
from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.integrations.wallets.models import Delivery, Offer, Pickup
from microcred.integrations.wallets.tests.make import ISSUER, Wallet, offering
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast):
    return credentials.award(cast)


@pytest.fixture
def wallet(client: Client) -> Wallet:
    return Wallet(client)


def test_the_metadata_leads_from_the_issuer_to_its_endpoints(client: Client, award):
    told = client.get("/.well-known/openid-credential-issuer/issuers/carolinacred")
    server = client.get("/.well-known/oauth-authorization-server/issuers/carolinacred").json()
    assert told.json()["credential_issuer"] == server["issuer"] == ISSUER
    assert told.json()["nonce_endpoint"] == "http://localhost:8000/wallets/carolinacred/nonce/"
    assert server["pre-authorized_grant_anonymous_access_supported"] is True
    assert told["Access-Control-Allow-Origin"] == "*"
    (configuration,) = told.json()["credential_configurations_supported"].values()
    assert configuration["format"] == "ldp_vc"
    assert "cryptographic_binding_methods_supported" not in configuration, "the award is not bound to a wallet's key"
    drafts = client.get("/issuers/carolinacred/.well-known/openid-credential-issuer")
    assert drafts.content == told.content


def test_an_offer_says_what_and_where(client: Client, cast: Cast, award):
    made = offering(cast, award, with_code=True)
    response = client.get(f"/wallets/offers/{made.secret}/")
    assert response["Cache-Control"] == "no-store"
    (grant,) = response.json()["grants"].values()
    assert grant["pre-authorized_code"] == made.secret
    assert grant["tx_code"]["length"] == 6
    assert made.code not in response.content.decode()


def test_a_wallet_gets_the_stored_bytes_and_its_key_is_noted(cast: Cast, award, wallet: Wallet):
    answer = wallet.token(offering(cast, award).secret)
    assert answer["Cache-Control"] == "no-store"
    given = wallet.ask(answer.json()["access_token"], wallet.proof(wallet.nonce()))
    assert given.status_code == 200, given.content
    assert given["Cache-Control"] == "no-store"
    assert award.intent.signed.text in given.content.decode(), "byte for byte"
    assert Delivery.objects.get().wallet_key == wallet.key.thumbprint()


def test_a_wallet_that_proves_no_key_gets_it_too_for_none_is_asked_for(cast: Cast, award, wallet: Wallet):
    token = wallet.token(offering(cast, award).secret).json()["access_token"]
    assert wallet.ask(token).status_code == 200
    assert Delivery.objects.get().wallet_key == ""


@pytest.mark.parametrize("method", ["did:jwk", "did:key"])
def test_the_key_may_be_named_by_a_did(cast: Cast, award, client: Client, method: str):
    wallet = Wallet(client, jwk.OKPKey.generate_key("Ed25519"))
    token = wallet.token(offering(cast, award).secret).json()["access_token"]
    given = wallet.ask(token, wallet.proof(wallet.nonce(), header={"jwk": None, "kid": _did(wallet.key, method)}))
    assert given.status_code == 200, given.content
    assert Delivery.objects.get().wallet_key == wallet.key.thumbprint()


def test_wallets_of_the_drafts_before_1_0_are_served(cast: Cast, award, wallet: Wallet):
    answer = wallet.token(offering(cast, award).secret).json()
    single = {"proof_type": "jwt", "jwt": wallet.proof(answer["c_nonce"])}
    given = wallet.ask(answer["access_token"], credential_configuration_id=None, format="ldp_vc", proof=single)
    assert given.json()["credential"]["id"] == f"urn:uuid:{award.pk}"


def test_the_token_of_an_award_where_its_issuer_signs_tokens(client: Client, cast: Cast, wallet: Wallet, settings):
    address, settings.PUBLIC_URL = settings.PUBLIC_URL, "https://credentials.example.edu"
    issuer = credentials.issuer(cast)
    without = credentials.award(cast, of=credentials.version(cast, "building-your-team"))
    offer_tokens(actor=None, issuer=issuer, at=cast.at)
    award = credentials.award(cast)
    tokens = {each.algorithm: each.text for each in sign_tokens(actor=None, award=award, at=award.earned_at)}
    settings.PUBLIC_URL = address

    told = client.get("/.well-known/openid-credential-issuer/issuers/carolinacred").json()
    configuration = told["credential_configurations_supported"]["OpenBadgeCredentialJwt"]
    assert configuration["format"] == "jwt_vc_json"
    assert configuration["credential_signing_alg_values_supported"] == ["ES256"]
    made = offering(cast, award)
    assert (
        "OpenBadgeCredentialJwt" in client.get(f"/wallets/offers/{made.secret}/").json()["credential_configuration_ids"]
    )
    bearer = wallet.token(made.secret).json()["access_token"]
    for asked in ({"credential_configuration_id": "OpenBadgeCredentialJwt"}, {"format": "jwt_vc_json"}):
        given = wallet.ask(bearer, wallet.proof(wallet.nonce()), **{"credential_configuration_id": None, **asked})
        assert given.json() == {"credentials": [{"credential": tokens["ES256"]}]}

    earlier = offering(cast, without)
    assert client.get(f"/wallets/offers/{earlier.secret}/").json()["credential_configuration_ids"] == [
        "OpenBadgeCredential"
    ]
    refused = wallet.ask(
        wallet.token(earlier.secret).json()["access_token"], credential_configuration_id="OpenBadgeCredentialJwt"
    )
    assert refused.json()["error"] == "unknown_credential_configuration"


def test_a_code_works_once(client: Client, cast: Cast, award, wallet: Wallet):
    made = offering(cast, award)
    assert wallet.token(made.secret).status_code == 200
    again = wallet.token(made.secret)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert client.get(f"/wallets/offers/{made.secret}/").status_code == 404


def test_with_a_transaction_code_the_qr_code_is_not_enough(cast: Cast, award, wallet: Wallet):
    made = offering(cast, award, with_code=True)
    assert wallet.token(made.secret).json()["error"] == "invalid_request"
    assert wallet.token(made.secret, tx_code=_another(made.code)).json()["error"] == "invalid_grant"
    assert wallet.token(made.secret, tx_code=made.code).status_code == 200


def test_a_code_that_nobody_asked_for_is_refused(cast: Cast, award, wallet: Wallet):
    refused = wallet.token(offering(cast, award).secret, tx_code="123456").json()
    assert refused["error"] == "invalid_request"
    assert "asks for no code" in refused["error_description"]


def test_five_wrong_codes_kill_an_offer(cast: Cast, award, wallet: Wallet):
    made = offering(cast, award, with_code=True)
    for _try in range(5):
        wallet.token(made.secret, tx_code=_another(made.code))
    assert wallet.token(made.secret, tx_code=made.code).json()["error"] == "invalid_grant"
    assert not Pickup.objects.exists()


def test_an_offer_runs_out(cast: Cast, award, client: Client, wallet: Wallet, monkeypatch):
    made = offering(cast, award)
    for module in ("api.oid4vci", "views"):
        monkeypatch.setattr(f"microcred.integrations.wallets.{module}.now", lambda: now() + timedelta(minutes=10))
    assert client.get(f"/wallets/offers/{made.secret}/").status_code == 404
    assert client.get(f"/interactions/{made.secret}/?iuv=1").status_code == 404
    assert wallet.token(made.secret).json()["error"] == "invalid_grant"


def test_a_token_runs_out(cast: Cast, award, wallet: Wallet, monkeypatch):
    token = wallet.token(offering(cast, award).secret).json()["access_token"]
    monkeypatch.setattr("microcred.integrations.wallets.api.oid4vci.now", lambda: now() + timedelta(minutes=5))
    late = wallet.ask(token)
    assert (late.status_code, late.json()["error"]) == (401, "invalid_token")
    assert late["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["", "never-given", "Ünïcode"])
def test_without_a_token_there_is_nothing(award, wallet: Wallet, token: str):
    assert wallet.ask(token.encode().decode("latin-1")).status_code == 401


def test_the_code_and_the_token_of_one_issuer_are_no_good_at_another(client: Client, cast: Cast, award, wallet: Wallet):
    from microcred.credentials.operations import establish_issuer

    establish_issuer(
        actor=None, organization=cast.places["rock-hill"], slug="other", name="Other", url="", email="", at=cast.at
    )
    made = offering(cast, award)
    asked = {"grant_type": "urn:ietf:params:oauth:grant-type:pre-authorized_code", "pre-authorized_code": made.secret}
    assert client.post("/wallets/other/token/", asked).json()["error"] == "invalid_grant"
    token = wallet.token(made.secret).json()["access_token"]
    response = client.post("/wallets/other/credential/", headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 401


def test_a_nonce_is_good_for_one_proof(cast: Cast, award, wallet: Wallet):
    token = wallet.token(offering(cast, award).secret).json()["access_token"]
    nonce = wallet.nonce()
    assert wallet.ask(token, wallet.proof(nonce)).status_code == 200
    assert wallet.ask(token, wallet.proof(nonce)).json()["error"] == "invalid_nonce"
    assert wallet.ask(token, wallet.proof(wallet.nonce())).status_code == 200, "a fresh one is: the network may fail"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"nonce": "made-up"}, "invalid_nonce"),
        ({"nonce": None}, "invalid_proof"),
        ({"aud": "https://elsewhere.example"}, "invalid_proof"),
        ({"iat": 1_700_000_000}, "invalid_proof"),
        ({"iat": 9_999_999_999}, "invalid_proof"),
        ({"iat": None}, "invalid_proof"),
        ({"header": {"typ": "JWT"}}, "invalid_proof"),
        ({"header": {"jwk": None}}, "invalid_proof"),
        ({"header": {"kid": "did:web:elsewhere.example#key"}}, "invalid_proof"),
        ({"header": {"jwk": None, "kid": "did:web:elsewhere.example#key"}}, "invalid_proof"),
        ({"header": {"jwk": jwk.ECKey.generate_key("P-256").as_dict(private=False)}}, "invalid_proof"),
        ({"header": {"jwk": jwk.ECKey.generate_key("P-256").as_dict(private=True)}}, "invalid_proof"),
        ({"header": {"jwk": {"kty": "oct", "k": "c2VjcmV0"}}}, "invalid_proof"),
        ({"header": {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}}}, "invalid_proof"),
    ],
)
def test_a_proof_that_is_wrong_in_one_thing_is_refused(cast: Cast, award, wallet: Wallet, wrong, error: str):
    token = wallet.token(offering(cast, award).secret).json()["access_token"]
    nonce = wallet.nonce()
    refused = wallet.ask(token, wallet.proof(**{"nonce": nonce, **wrong}))
    assert (refused.status_code, refused.json()["error"]) == (400, error)
    assert not Delivery.objects.exists()
    assert wallet.ask(token, wallet.proof(nonce)).status_code == 200, "and the right one is taken, its nonce unspent"


@pytest.mark.parametrize("jwt", ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "é", "." * 5])
def test_a_proof_that_is_no_jwt_is_refused(cast: Cast, award, wallet: Wallet, jwt: str):
    token = wallet.token(offering(cast, award).secret).json()["access_token"]
    assert wallet.ask(token, jwt).json()["error"] == "invalid_proof"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"credential_configuration_id": "Diploma"}, "unknown_credential_configuration"),
        ({"credential_configuration_id": None}, "invalid_credential_request"),
        ({"credential_configuration_id": None, "format": "jwt_vc_json"}, "unknown_credential_configuration"),
        ({"credential_configuration_id": "OpenBadgeCredentialJwt"}, "unknown_credential_configuration"),
        ({"credential_configuration_id": None, "format": "mso_mdoc"}, "invalid_credential_request"),
        ({"credential_identifier": "one"}, "unknown_credential_identifier"),
        ({"credential_response_encryption": {}}, "invalid_encryption_parameters"),
        ({"proofs": {}}, "invalid_proof"),
        ({"proofs": {"jwt": ["a", "b"]}}, "invalid_proof"),
        ({"proofs": {"di_vp": [{}]}}, "invalid_proof"),
        ({"proofs": [], "proof": {}}, "invalid_credential_request"),
        ({"proof": "text"}, "invalid_proof"),
    ],
    ids=str,
)
def test_a_request_that_is_wrong_is_told_how(cast: Cast, award, wallet: Wallet, body, error: str):
    token = wallet.token(offering(cast, award).secret).json()["access_token"]
    refused = wallet.ask(token, **body)
    assert (refused.status_code, refused.json()["error"]) == (400, error)


def test_what_was_revoked_meanwhile_is_not_handed_over(cast: Cast, award, wallet: Wallet):
    made, other = offering(cast, award), offering(cast, award)
    token = wallet.token(made.secret).json()["access_token"]
    revoke(actor=cast.lena, award=award, reason="Not her own work.", at=award.earned_at)
    assert wallet.ask(token).json()["error"] == "credential_request_denied"
    assert wallet.token(other.secret).json()["error"] == "invalid_grant"


def test_only_the_digests_of_secrets_are_kept(cast: Cast, award):
    made = offering(cast, award, with_code=True)
    kept = str(Offer.objects.values().get())
    assert made.secret not in kept
    assert made.code not in kept


def _another(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def _did(key, method: str) -> str:
    import base64
    import json

    from microcred.openbadges.keys import PublicKey

    public = key.as_dict(private=False)
    if method == "did:key":
        return f"did:key:{PublicKey.from_jwk(public).multibase}#it"
    return "did:jwk:" + base64.urlsafe_b64encode(json.dumps(public).encode()).rstrip(b"=").decode() + "#0"
