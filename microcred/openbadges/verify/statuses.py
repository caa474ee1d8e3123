"""Whether a credential was withdrawn, by lists that its own issuer signed or serves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from microcred.openbadges import jwt, proofs, status
from microcred.openbadges.contexts import Contexts
from microcred.openbadges.dids import key_for
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.verify.documents import issuer_of, listed, take
from microcred.openbadges.verify.report import Findings, Outcome, Verdict
from microcred.openbadges.verify.securing import is_shown_in_part
from microcred.openbadges.verify.sentences import Said
from microcred.openbadges.verify.world import World

MOST_ENTRIES = 8
"""Most status entries of one credential that are looked up."""


class _Mark(NamedTuple):
    """What one entry came to: its purpose, what it says when it is set, and how old the list is."""

    purpose: str
    words: str | None
    age: timedelta


def check_status(
    found: Findings, credential: JsonObject, *, world: World, now: datetime, contexts: Contexts | None
) -> None:
    """The check ``status``: bitstring lists of every purpose, and 1EdTech lists of revoked credentials."""
    if found["proof"].outcome is not Outcome.PASSED:
        # the address of the list is the issuer's only once the signature is; nobody else sends us anywhere
        found.note("status", Outcome.UNKNOWN, Said.STATUS_UNGENUINE)
        return
    entries = listed(credential.get("credentialStatus"))
    if not entries and is_shown_in_part(credential):
        found.unchecked("status", Said.STATUS_WITHHELD)
        return
    if not entries:
        found.passed("status", Said.NO_STATUS)
        return
    marks, problems = [], []
    if len(entries) > MOST_ENTRIES:
        problems.append(f"it has more than {MOST_ENTRIES} status entries")
    for entry in entries[:MOST_ENTRIES]:
        try:
            marks.append(_looked_up(entry, credential, world, now, contexts))
        except (Unreachable, OpenBadgesError) as error:
            problems.append(str(error))
    _conclude(found, marks, problems)


def _conclude(found: Findings, marks: list[_Mark], problems: list[str]) -> None:
    said = {mark.purpose: mark.words for mark in marks if mark.words is not None}
    seconds = round(max((mark.age for mark in marks), default=timedelta(0)).total_seconds())
    age = f"by a list read {seconds} s ago"
    if "revocation" in said:
        found.verdicts.add(Verdict.REVOKED)
        found.note("status", Outcome.FAILED, Said.REVOKED, *filter(None, (said["revocation"], age)))
    elif "suspension" in said:
        found.verdicts.add(Verdict.SUSPENDED)
        found.note("status", Outcome.FAILED, Said.SUSPENDED, *filter(None, (said["suspension"], age)))
    elif problems:
        found.unchecked("status", Said.STATUS_UNCHECKED, *problems)
    elif said:
        mark = "; ".join(words or purpose for purpose, words in said.items())
        found.note("status", Outcome.WARNING, Said.NOT_WITHDRAWN_MARKED, seconds=seconds, mark=mark)
    else:
        note_standing(found, seconds)


def note_standing(found: Findings, seconds: int) -> None:
    """That a list does not withdraw it, and how old the list is."""
    if seconds:
        found.passed("status", Said.NOT_WITHDRAWN, seconds=seconds)
    else:
        found.passed("status", Said.NOT_WITHDRAWN_NOW)


def _looked_up(entry: object, credential: JsonObject, world: World, now: datetime, contexts: Contexts | None) -> _Mark:
    kind = entry.get("type") if isinstance(entry, dict) else None
    issuer = issuer_of(credential)
    if isinstance(entry, dict) and kind == "BitstringStatusListEntry":
        checked = status.check_entry(entry)
        copy = world.status_list(checked.url)
        value = status.value_of(entry, _own_list(copy.content, issuer, world, now, contexts), now=now)
        words = checked.messages.get(value, "") if value or checked.messages else None
        # a message is told whatever it is, every other purpose only when its bit is set
        set_ = value != 0 or (checked.purpose == "message" and words)
        return _Mark(checked.purpose, words if set_ else None, copy.age)
    if isinstance(entry, dict) and kind == "1EdTechRevocationList":
        url = entry.get("id")
        if not isinstance(url, str):
            raise status.StatusListWrong("the status entry names no list")
        copy = world.status_list(url)
        reason = status.revoked_in(parse(copy.content), url=url, issuer=issuer, credential_id=str(credential.get("id")))
        return _Mark("revocation", reason, copy.age)
    raise status.StatusListWrong(f"status of the kind {kind!r} is not read")


def lifetime_of_list(content: bytes) -> timedelta:
    """How long a copy of a status list may be used, for :class:`.world.Copies`. Its signature is not looked at."""
    try:
        return status.time_to_live(take(content).document)
    except OpenBadgesError:
        return timedelta(0)  # nothing that anyone wants to keep


def _own_list(content: bytes, issuer: str, world: World, now: datetime, contexts: Contexts | None) -> JsonObject:
    """The list in ``content``, once it is found to be signed by the credential's own issuer.

    Raises:
        StatusListWrong, OpenBadgesError: when it is another's, or its signature does not match.
    """
    handed = take(content)
    listing = handed.document
    if issuer_of(listing) != issuer:
        raise status.StatusListWrong("the status list is not of this issuer")
    if handed.token is not None:
        jwt.verify(handed.token, jwt.verification_key(handed.token, world.controller), now=now)
        return listing
    for proof in proofs.proofs_of(listing):
        method = proof["verificationMethod"]
        if method.partition("#")[0] != issuer:
            raise status.StatusListWrong("the status list was not signed by this issuer")
        key = key_for(world.controller(issuer), method, "assertionMethod")
        proofs.verify_proof(listing, proof, key, now=now, contexts=contexts)
    return listing
