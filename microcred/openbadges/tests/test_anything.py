"""Whatever is handed in: other data models, tokens, transcripts, endorsements, newer forms, lists of every kind."""

import json
from datetime import timedelta

import pytest

from microcred.openbadges import jwt, proofs, status
from microcred.openbadges.contexts import CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS
from microcred.openbadges.dids import did_key, did_web_url, jwt_method
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.keys import KeyKind, SigningKey
from microcred.openbadges.tests.elsewhere import (
    ENDORSER,
    P256_KEY,
    RSA_KEY,
    STRANGER,
    Servers,
    badge,
    bare_token,
    endorsement,
    first_model,
    issuer_with,
    token,
    transcript,
    unsigned_transcript,
)
from microcred.openbadges.tests.make import ISSUER_KEY, LIST_URL, NOW, Issuer, award
from microcred.openbadges.verify import Copies, Copy, Outcome, Said, Verdict

CENTRE = Issuer()


def test_the_older_data_model():
    signed = CENTRE.sign(first_model(badge(validUntil="2026-12-01T00:00:00Z")))
    assert Servers().check(signed).verdict is Verdict.VALID
    assert Servers().check(signed, now=NOW + timedelta(days=30)).verdict is Verdict.EXPIRED
    without = {name: value for name, value in first_model(badge()).items() if name != "issuanceDate"}
    assert Servers().check(CENTRE.sign(without))["schema"].details == ("issuanceDate: is required",)


def test_a_credential_about_something_else():
    """Any W3C credential is verified; that it is no badge is said."""
    credential = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiableCredential"],
        "issuer": CENTRE.did,
        "credentialSubject": {"id": "did:example:ada"},
    }
    report = Servers().check(CENTRE.sign(credential))
    assert report.verdict is Verdict.VALID
    assert report["format"].sentence is Said.IS_CREDENTIAL
    assert report["time"].sentence is Said.NO_DATES


def test_a_vocabulary_that_is_not_known_is_no_fault_of_the_credential():
    strange = {**CENTRE.sign(badge()), "@context": [CREDENTIALS_V2, OPEN_BADGES, "https://example.org/terms/v1"]}
    report = Servers().check(strange)
    assert report.verdict is Verdict.UNCHECKED
    assert report["context"].details == ("https://example.org/terms/v1",)
    assert not report.genuine


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_every_suite_of_the_issuers_key(suite: str):
    signed = proofs.sign(badge(), ISSUER_KEY, created=NOW, verification_method=CENTRE.method, suite=suite)
    assert Servers().check(signed).verdict is Verdict.VALID
    signed["name"] = "Solo work"
    assert Servers().check(signed).verdict is Verdict.INVALID


@pytest.mark.parametrize("profile", list(jwt.Profile))
@pytest.mark.parametrize("key", [ISSUER_KEY, P256_KEY, RSA_KEY], ids=["EdDSA", "ES256", "RS256"])
def test_a_token_of_every_profile(profile: jwt.Profile, key: SigningKey):
    issuer, document = issuer_with(key)
    servers = Servers({did_web_url(issuer.did): document})
    unsigned = badge(issuer)
    if profile is jwt.Profile.VCDM_1_1:
        unsigned = first_model(unsigned)
    text = token(unsigned, key, profile=profile)
    report = servers.check(text.encode(), known_issuers={issuer.did})
    assert report.verdict is Verdict.VALID, report.message
    assert report.credential["credentialSubject"]["achievement"]["name"] == "Teamwork"

    head, payload, signature = text.split(".")
    forged = ".".join((head, payload, ("A" if signature[0] != "A" else "B") + signature[1:]))
    assert servers.check(forged, known_issuers={issuer.did}).verdict is Verdict.INVALID


def test_a_token_in_an_envelope():
    envelope = {
        "@context": [CREDENTIALS_V2],
        "id": jwt.enveloped(token(badge(), profile=jwt.Profile.JOSE_COSE)),
        "type": "EnvelopedVerifiableCredential",
    }
    assert Servers().check(envelope).verdict is Verdict.VALID
    assert Servers().check({**envelope, "id": "data:text/plain,x"}).verdict is Verdict.INVALID


def test_a_token_of_somebody_elses_key():
    unsigned = badge(STRANGER)
    text = jwt.encode(
        {**unsigned, "issuer": {**unsigned["issuer"], "id": CENTRE.did}},
        STRANGER.key,
        verification_method=jwt_method(STRANGER.did, STRANGER.key.public),
        typ="JWT",
    )
    report = Servers().check(text)
    assert report.verdict is Verdict.INVALID
    assert report["issuer"].fatal


# selective disclosure


def shown_in_part(*pointers: str, **members):
    issuer = Issuer(did=did_key(P256_KEY.public), key=P256_KEY)
    unsigned = badge(issuer, **members)
    base = proofs.sign_base(unsigned, P256_KEY, created=NOW, verification_method=issuer.method)
    return base, proofs.derive(base, ["/type", *pointers]), issuer


def test_a_part_that_shows_its_end_and_status_is_valid():
    base, part, issuer = shown_in_part(
        "/credentialSubject/achievement/name", validUntil="2026-12-01T00:00:00Z", credentialStatus=entry()
    )
    listing = issuer.sign(
        status.list_credential(
            id=LIST_URL, issuer=issuer.did, bits=status.StatusBits(), purpose="revocation", valid_from=NOW
        )
    )
    servers = Servers({LIST_URL: listing})
    report = servers.check(part, known_issuers={issuer.did})
    assert report.verdict is Verdict.VALID, report.message
    assert "description" not in report.credential["credentialSubject"]["achievement"]

    part["credentialSubject"]["achievement"]["name"] = "Solo work"
    assert servers.check(part).verdict is Verdict.INVALID
    assert servers.check(base).verdict is Verdict.INVALID, "the base proof is for its holder alone"


def test_what_a_holder_left_out_is_not_concluded_to_be_absent():
    """Whoever does not see a status has not seen that there is none."""
    _, part, issuer = shown_in_part("/credentialSubject/achievement/name")
    report = Servers().check(part, known_issuers={issuer.did})
    assert report.verdict is Verdict.UNCHECKED
    assert report["proof"].outcome is Outcome.PASSED
    assert report["status"].sentence is Said.STATUS_WITHHELD
    assert report["time"].sentence is Said.END_WITHHELD


# endorsements and transcripts


def test_endorsements_are_verified_each_on_its_own():
    good, forged = endorsement("urn:x:centre"), {**endorsement("urn:x:centre"), "name": "Praise"}
    credential = badge(endorsement=[good])
    credential["issuer"]["endorsement"] = [forged]
    credential["credentialSubject"]["achievement"]["endorsement"] = [endorsement("urn:x:a", by=STRANGER)]
    report = Servers().check(CENTRE.sign(credential))

    assert report.verdict is Verdict.VALID, "what others say of it does not make it less genuine"
    assert report["endorsements"].outcome is Outcome.WARNING
    assert report["endorsements"].values == {"holding": 2, "all": 3}
    assert {part.path: part.report.verdict for part in report.parts} == {
        "endorsement[0]": Verdict.VALID,
        "issuer.endorsement[0]": Verdict.INVALID,
        "credentialSubject.achievement.endorsement[0]": Verdict.UNKNOWN_ISSUER,
    }


def test_a_token_may_carry_endorsements_as_tokens():
    endorsing = {name: value for name, value in endorsement("urn:x:centre").items() if name != "proof"}
    report = Servers().check(bare_token(badge(endorsementJwt=[token(endorsing, ENDORSER.key)]), CENTRE))
    assert report.verdict is Verdict.VALID, report.message
    assert report["endorsements"].values == {"holding": 1, "all": 1}


def test_an_endorsement_by_itself():
    assert Servers().check(endorsement("urn:x:centre"))["format"].sentence is Said.IS_ENDORSEMENT


def test_a_transcript_and_what_it_holds():
    report = Servers().check(transcript(CENTRE.sign(badge()), ENDORSER.sign(badge(ENDORSER))))
    assert report.verdict is Verdict.VALID, [check for check in report.checks if check.outcome is not Outcome.PASSED]
    assert report["format"].sentence is Said.IS_CLR
    assert report["contents"].values == {"holding": 2, "all": 2}
    assert [part.report.verdict for part in report.parts] == [Verdict.VALID, Verdict.VALID]


@pytest.mark.parametrize(
    ("inside", "verdict"),
    [
        ({**CENTRE.sign(badge()), "name": "Solo work"}, Verdict.PARTLY),
        (STRANGER.sign(badge(STRANGER)), Verdict.UNKNOWN_ISSUER),
        (Issuer(did="did:web:away.example").sign(badge(Issuer(did="did:web:away.example"))), Verdict.UNCHECKED),
        (CENTRE.sign(badge(validUntil="2026-11-02T00:00:00Z")), Verdict.PARTLY),
    ],
    ids=["forged", "of nobody known", "out of reach", "run out"],
)
def test_a_transcript_is_worth_no_more_than_what_it_holds(inside, verdict: Verdict):
    report = Servers().check(transcript(CENTRE.sign(badge()), inside))
    assert report.verdict is verdict, report.message
    assert report["proof"].outcome is Outcome.PASSED, "the transcript itself is as it was signed"


# newer forms


REFRESH = "https://centre.example/newest"


def refreshable(**members):
    service = {"id": REFRESH, "type": "1EdTechCredentialRefresh"}
    return CENTRE.sign(
        badge(
            **{
                "@context": [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS],
                "refreshService": service,
                **members,
            }
        )
    )


def test_the_newer_form_is_the_one_that_counts():
    newer = refreshable(validFrom="2026-11-20T00:00:00Z", name="Teamwork, renewed")
    old = refreshable(validUntil="2026-11-10T00:00:00Z")
    servers = Servers({REFRESH: newer})
    report = servers.check(old)
    assert report.verdict is Verdict.VALID
    assert report.credential["name"] == "Teamwork, renewed"
    assert report["refresh"].sentence is Said.REFRESHED
    assert servers.asked == [REFRESH], "it is looked for once, though the newer form names the service too"


def test_without_a_newer_form_the_old_one_is_judged():
    old = refreshable()
    assert Servers({REFRESH: old}).check(old)["refresh"].sentence is Said.FRESH
    report = Servers().check(old)
    assert report.verdict is Verdict.VALID
    assert report["refresh"].sentence is Said.NOT_REFRESHED
    assert report.partial == (report["refresh"],)


@pytest.mark.parametrize(
    "served",
    [
        {**refreshable(validFrom="2026-11-20T00:00:00Z"), "name": "forged"},
        STRANGER.sign(badge(STRANGER)),
        refreshable(id="urn:uuid:00000000-0000-4000-8000-00000000bbbb"),
        refreshable(validFrom="2026-10-01T00:00:00Z"),
        {"not": "a credential"},
    ],
    ids=["forged", "another issuer's", "another one", "older", "nothing"],
)
def test_a_newer_form_that_is_none_replaces_nothing(served):
    report = Servers({REFRESH: served}).check(refreshable())
    assert report.credential["name"] == "Teamwork"
    assert report["refresh"].outcome is Outcome.WARNING


def test_a_forged_credential_is_not_refreshed():
    """It could name any address: nobody whose signature is not genuine sends us anywhere."""
    servers = Servers({REFRESH: refreshable()})
    servers.check({**refreshable(), "name": "forged"})
    assert servers.asked == []


# status


def listed(*entries, **members):
    return CENTRE.sign(badge(credentialStatus=list(entries) if len(entries) > 1 else entries[0], **members))


def entry(purpose: str = "revocation", **members):
    return {
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": "94567",
        "statusListCredential": LIST_URL,
        **members,
    }


def test_the_age_of_the_list_is_said():
    servers = Servers({LIST_URL: CENTRE.listing()}, age=timedelta(seconds=42))
    report = servers.check(listed(entry()))
    assert report["status"].message == "Its issuer has not withdrawn it, by a list read 42 seconds ago."


def test_an_old_copy_of_a_list_is_no_answer():
    servers = Servers({LIST_URL: CENTRE.listing()}, age=timedelta(minutes=5, seconds=1))
    assert servers.check(listed(entry())).verdict is Verdict.UNCHECKED


def test_empty_texts_and_results_described_nowhere_make_no_badge_invalid():
    """The official schema takes them, and so does every other verifier."""
    unsigned = badge()
    subject = unsigned["credentialSubject"]
    subject["achievement"] |= {"description": "", "humanCode": "", "criteria": {}, "tag": [""]}
    assert Servers().check(CENTRE.sign(unsigned)).verdict is Verdict.VALID

    subject["result"] = [{"type": ["Result"], "resultDescription": "urn:x:nowhere", "value": "4"}]
    report = Servers().check(CENTRE.sign(unsigned))
    assert report.verdict is Verdict.VALID
    assert report["schema"].outcome is Outcome.WARNING
    assert "resultDescription" in report["schema"].details[0]


def test_a_list_as_a_token():
    unsigned = {name: value for name, value in CENTRE.listing().items() if name != "proof"}
    text = jwt.sign(unsigned, ISSUER_KEY, verification_method=CENTRE.method, profile=jwt.Profile.JOSE_COSE)
    assert Servers({LIST_URL: text.encode()}).check(listed(entry())).verdict is Verdict.VALID

    by_stranger = jwt.sign(unsigned, STRANGER.key, verification_method=STRANGER.method, profile=jwt.Profile.JOSE_COSE)
    assert Servers({LIST_URL: by_stranger.encode()}).check(listed(entry())).verdict is Verdict.UNCHECKED

    strangers_own = {**unsigned, "issuer": STRANGER.did}
    text = jwt.sign(strangers_own, STRANGER.key, verification_method=STRANGER.method, profile=jwt.Profile.JOSE_COSE)
    report = Servers({LIST_URL: text.encode()}).check(listed(entry()))
    assert report.verdict is Verdict.UNCHECKED, "a genuine list, and of somebody else"
    assert "not of this issuer" in report["status"].details[0]


def test_revocation_and_suspension_side_by_side():
    other = "https://credentials.example.edu/status/2"
    suspended = Issuer(purpose="suspension")
    suspended.bits[94_567] = True
    listing = CENTRE.sign(
        status.list_credential(id=other, issuer=CENTRE.did, bits=suspended.bits, purpose="suspension", valid_from=NOW)
    )
    both = listed(entry(), entry("suspension", statusListCredential=other))
    assert Servers({LIST_URL: CENTRE.listing(), other: listing}).check(both).verdict is Verdict.SUSPENDED
    assert Servers({LIST_URL: CENTRE.listing()}).check(both).verdict is Verdict.UNCHECKED


def test_a_message_is_told_and_withdraws_nothing():
    words = [{"status": hex(value), "message": word} for value, word in enumerate(("new", "seen", "held", "done"))]
    issuer = Issuer(purpose="message", bits=status.StatusBits(2 * status.MIN_LENGTH))
    issuer.bits[2 * 94_567] = True
    report = Servers({LIST_URL: issuer.listing()}).check(listed(entry("message", statusSize=2, statusMessage=words)))
    assert report.verdict is Verdict.VALID
    assert "has left a mark: held" in report["status"].message


@pytest.mark.parametrize(
    ("revoked", "verdict"),
    [
        ([{"id": badge()["id"], "revocationReason": "Awarded in error."}], Verdict.REVOKED),
        ([{"id": badge()["id"], "revoked": False}], Verdict.VALID),
        ([{"id": "urn:uuid:another"}], Verdict.VALID),
        (None, Verdict.UNCHECKED),
    ],
)
def test_a_1edtech_list_of_revoked_credentials(revoked, verdict: Verdict):
    url = "https://centre.example/revoked"
    credential = listed(
        {"id": url, "type": "1EdTechRevocationList"},
        **{"@context": [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS]},
    )
    served = {"id": url, "issuer": CENTRE.did, "revokedCredential": revoked}
    report = Servers({url: served}).check(credential)
    assert report.verdict is verdict
    assert verdict is not Verdict.REVOKED or "Awarded in error." in report["status"].details


def test_copies_are_kept_for_the_time_that_their_list_allows():
    clock = [0.0]
    listing = CENTRE.listing()
    listing["credentialSubject"]["ttl"] = 60_000
    servers = Servers({LIST_URL: listing})
    from microcred.openbadges.verify import lifetime_of_list

    copies = Copies(servers.fetch, lifetime=lifetime_of_list, clock=lambda: clock[0])
    assert copies(LIST_URL).age == timedelta(0)
    clock[0] = 59
    assert copies(LIST_URL).age == timedelta(seconds=59)
    clock[0] = 61
    assert copies(LIST_URL).age == timedelta(0)
    assert len(servers.asked) == 2


def test_the_age_that_a_cache_on_the_way_tells_counts():
    clock = [0.0]
    content = json.dumps(CENTRE.listing()).encode()
    ages = iter([timedelta(seconds=200), timedelta(0)])
    asked = []

    def fetch(url: str) -> Copy:
        asked.append(url)
        return Copy(content, next(ages))

    copies = Copies(fetch, clock=lambda: clock[0])
    assert copies(LIST_URL).age == timedelta(seconds=200)
    clock[0] = 99
    assert copies(LIST_URL).age == timedelta(seconds=299)
    clock[0] = 101
    assert copies(LIST_URL).age == timedelta(0)
    assert len(asked) == 2


def test_copies_are_never_older_than_five_minutes_nor_more_than_fit():
    clock = [0.0]
    servers = Servers({"a": bytes(600), "b": bytes(600)})
    copies = Copies(servers.fetch, most_bytes=1000, clock=lambda: clock[0])
    copies("a")
    clock[0] = 301
    copies("a")
    copies("b")
    copies("b")
    copies("a")
    assert servers.asked == ["a", "a", "b", "a"]


# what a credential may make us do


def test_no_address_is_opened_twice_and_not_many_at_all():
    """A transcript of sixty badges of sixty issuers must not make us knock at sixty doors."""
    inside = []
    for number in range(60):
        issuer = Issuer(did=f"did:web:n{number}.example")
        inside += [bare_token(badge(issuer), issuer)] * 2
    servers = Servers()
    report = servers.check(bare_token(unsigned_transcript(*inside), CENTRE))
    assert report.verdict is Verdict.UNCHECKED
    assert len(servers.asked) == len(set(servers.asked)) <= 24


def test_keys_that_are_their_own_identifiers_are_not_counted_as_addresses():
    inside = []
    for number in range(40):
        key = SigningKey(bytes([number]) * 32)
        issuer = Issuer(did=did_key(key.public), key=key)
        inside.append(bare_token(badge(issuer), issuer))
    report = Servers().check(bare_token(unsigned_transcript(*inside), CENTRE))
    assert report["contents"].values == {"holding": 40, "all": 40}


def test_a_report_is_json_with_its_parts():
    from microcred.openbadges.verify import as_json

    report = Servers().check(transcript(CENTRE.sign(badge())))
    assert json.loads(json.dumps(as_json(report)))["parts"][0]["verdict"] == "valid"


def test_a_key_that_had_expired_or_was_revoked_when_it_signed():
    issuer = Issuer(did="did:web:centre.example")
    signed = to_bytes(issuer.sign(award(issuer.did, status=None).to_json()))
    for member, moment, verdict in (
        ("expires", "2026-11-21T00:00:00Z", Verdict.INVALID),
        ("expires", "2026-11-23T00:00:00Z", Verdict.VALID),
        ("revoked", "2026-11-21T00:00:00Z", Verdict.INVALID),
    ):
        document = issuer.document
        document["verificationMethod"][0][member] = moment
        servers = Servers({did_web_url(issuer.did): document})
        report = servers.check(signed, known_issuers={issuer.did}, now=NOW + timedelta(days=30))
        assert report.verdict is verdict
        if verdict is Verdict.INVALID:
            assert "after that key's time had run out" in report.message


def test_kinds_of_keys_are_not_mixed_up():
    assert {P256_KEY.kind, RSA_KEY.kind, ISSUER_KEY.kind} == {KeyKind.P256, KeyKind.RSA, KeyKind.ED25519}
