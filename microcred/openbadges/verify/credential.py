"""Verify one W3C verifiable credential: Open Badges 3.0, Comprehensive Learner Records, endorsements, and any other.

The order of the checks is that of Open Badges 3.0 section 9: form, signature, a newer form if there is one, then
status, time and holder, then what is inside it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from microcred.openbadges.contexts import Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.lint import REQUIRED, check_foreign, check_references
from microcred.openbadges.models import SCHEMA_URL, holder_matches
from microcred.openbadges.proofs.forms import read_time
from microcred.openbadges.times import CLOCK_TOLERANCE, read, written
from microcred.openbadges.verify.documents import (
    Handed,
    Kind,
    NotRead,
    is_first_model,
    issuer_of,
    kind_of,
    listed,
    take,
)
from microcred.openbadges.verify.report import Findings, Outcome, Part, Report, Verdict
from microcred.openbadges.verify.securing import check_signature, check_words, is_shown_in_part, moment_of
from microcred.openbadges.verify.sentences import Said
from microcred.openbadges.verify.statuses import check_status
from microcred.openbadges.verify.world import World

MOST_PARTS: Final = 100
"""Most credentials inside another one that are verified."""

DEEPEST: Final = 2
"""How deep credentials inside credentials are verified: an endorsement of a badge in a transcript."""

KNOWN_SCHEMAS: Final = frozenset(
    {
        SCHEMA_URL,
        "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json",
        "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json",
    }
)
"""The schemas that a credential may name and that :mod:`.lint` is at least as strict as."""


@dataclass(frozen=True)
class Asked:
    """What is asked about a credential, and whom one may ask.

    Args:
        now: with a zone.
        known_issuers: identifiers of issuers someone here vouches for.
        recipient: an e-mail address; when given, the credential must have been issued to it.
        contexts: by default the pinned ones.
        depth: how deep this credential stands in another one.
        refresh: whether a newer form of it is looked for.
    """

    world: World
    now: datetime
    known_issuers: Container[str] = ()
    recipient: str | None = None
    contexts: Contexts | None = None
    depth: int = 0
    refresh: bool = True


def verify_credential(handed: Handed, asked: Asked) -> Report:
    """The report on a credential, whatever it is."""
    found = Findings()
    try:
        kind = kind_of(handed.document)
    except NotRead as problem:
        found.fail("format", problem.sentence, str(problem))
        return found.report(handed.document)
    found.passed("format", kind.sentence)
    quads = check_words(found, handed, asked.contexts)
    if found["context"].fatal or not _check_schema(found, handed.document, kind):
        return found.report(handed.document)
    check_signature(found, handed, world=asked.world, now=asked.now, quads=quads, contexts=asked.contexts)
    _check_known(found, handed.document, asked)
    if asked.refresh and "refreshService" in handed.document and found["proof"].outcome is Outcome.PASSED:
        newer = _refreshed(found, handed.document, asked)
        if newer is not None:
            return newer
    credential = handed.document
    check_status(found, credential, world=asked.world, now=asked.now, contexts=asked.contexts)
    _check_time(found, handed, asked.now)
    _check_subject(found, credential, asked.recipient)
    _check_parts(found, credential, kind, asked)
    return found.report(credential)


def _check_schema(found: Findings, credential: JsonObject, kind: Kind) -> bool:
    problems = check_foreign(credential, kind.shape)
    if is_shown_in_part(credential):
        problems = [problem for problem in problems if problem.message != REQUIRED]
    if problems:
        found.fail("schema", Said.ILL_BUILT, *(str(problem) for problem in problems[:20]))
        return False
    named = [each.get("id") for each in listed(credential.get("credentialSchema")) if isinstance(each, dict)]
    others = [str(name) for name in named if name not in KNOWN_SCHEMAS]
    astray = check_references(credential) if kind is Kind.BADGE else []
    if astray:
        found.note("schema", Outcome.WARNING, Said.LEADS_NOWHERE, *(str(problem) for problem in astray[:20]))
    elif others:
        found.passed("schema", Said.OWN_SCHEMA, *others[:5])
    else:
        found.passed("schema", Said.WELL_BUILT)
    return True


def _check_known(found: Findings, credential: JsonObject, asked: Asked) -> None:
    issuer = issuer_of(credential)
    if issuer in asked.known_issuers:
        found.passed("known issuer", Said.KNOWN, issuer)
    else:
        found.verdicts.add(Verdict.UNKNOWN_ISSUER)
        found.note("known issuer", Outcome.WARNING, Said.NOBODY_VOUCHES, issuer)


class _Period(NamedTuple):
    begins: datetime | None
    ends: datetime | None


def period_of(credential: JsonObject) -> _Period:
    """From when and until when a credential says that it holds, in the words of its data model.

    Raises:
        OpenBadgesError: when it does not write a date as the standards do.
    """
    names = ("issuanceDate", "expirationDate") if is_first_model(credential) else ("validFrom", "validUntil")
    begins, ends = (read(credential[name]) if name in credential else None for name in names)
    return _Period(begins, ends)


def _check_time(found: Findings, handed: Handed, now: datetime) -> None:
    begins, ends = period_of(handed.document)
    if handed.token is not None:
        # what the token says of its own time narrows what the credential says
        begins = _latest((begins, moment_of(handed.token.claims.get("nbf"))))
        ends = _earliest((ends, moment_of(handed.token.claims.get("exp"))))
    created = max(_created(handed.document), default=None)
    if begins is not None and ends is not None and ends < begins:
        found.fail("time", Said.ENDS_BEFORE)
    elif begins is not None and now + CLOCK_TOLERANCE < begins:
        found.verdicts.add(Verdict.NOT_YET_VALID)
        found.note("time", Outcome.FAILED, Said.NOT_BEFORE, begins=written(begins))
    elif created is not None and now + CLOCK_TOLERANCE < created:
        found.verdicts.add(Verdict.NOT_YET_VALID)
        found.note("time", Outcome.FAILED, Said.SIGNED_IN_FUTURE, created=written(created))
    elif ends is not None and now > ends:
        found.verdicts.add(Verdict.EXPIRED)
        found.note("time", Outcome.FAILED, Said.RAN_OUT, ends=written(ends))
    elif ends is None and is_shown_in_part(handed.document):
        found.unchecked("time", Said.END_WITHHELD)
    elif begins is None:
        found.passed("time", Said.NO_DATES)
    elif ends is None:
        found.passed("time", Said.WITHOUT_END, begins=written(begins))
    else:
        found.passed("time", Said.IN_TIME, begins=written(begins), ends=written(ends))


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((each for each in moments if each is not None), default=None)


def _earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)


def _created(credential: JsonObject) -> Iterator[datetime]:
    for proof in listed(credential.get("proof")):
        if isinstance(proof, dict) and "created" in proof:
            try:
                yield read_time(proof["created"])
            except OpenBadgesError:
                continue  # the check of the proof says so


def _check_subject(found: Findings, credential: JsonObject, recipient: str | None) -> None:
    subjects = [each for each in listed(credential.get("credentialSubject")) if isinstance(each, dict)]
    named = any(subject.get("id") or subject.get("identifier") for subject in subjects)
    if recipient is None:
        if named:
            found.passed("subject", Said.HOLDER_NAMED)
        else:
            found.note("subject", Outcome.WARNING, Said.NO_HOLDER)
    elif any(holder_matches(subject, recipient) for subject in subjects):
        found.passed("subject", Said.HOLDERS)
    elif any(_by_address(subject) for subject in subjects):
        found.fail("subject", Said.ANOTHER_HOLDERS)
    else:
        found.unchecked("subject", Said.HOLDER_UNCOMPARED)


def _by_address(subject: JsonObject) -> bool:
    entries = [each for each in listed(subject.get("identifier")) if isinstance(each, dict)]
    by_mail = str(subject.get("id", "")).lower().startswith("mailto:")
    return by_mail or any(entry.get("identityType") == "emailAddress" for entry in entries)


def _refreshed(found: Findings, credential: JsonObject, asked: Asked) -> Report | None:
    """The report on the newer form of a credential, when its issuer has one (1EdTech Credential Refresh 1.0).

    It is looked for once. It counts only when it is a genuine credential of the same issuer and the same identifier,
    and is not older.
    """
    services = [each for each in listed(credential.get("refreshService")) if isinstance(each, dict)]
    urls = [each.get("id") for each in services if each.get("type") == "1EdTechCredentialRefresh"]
    if len(urls) != 1 or not isinstance(urls[0], str):
        found.note("refresh", Outcome.UNKNOWN, Said.NOT_REFRESHED, "the refresh service is of a kind that is not asked")
        return None
    try:
        newer = take(asked.world.document(urls[0]))
    except (Unreachable, OpenBadgesError) as problem:
        found.note("refresh", Outcome.UNKNOWN, Said.NOT_REFRESHED, str(problem))
        return None
    if newer.document == credential:
        found.passed("refresh", Said.FRESH)
        return None
    report = verify_credential(newer, replace(asked, refresh=False))
    same = (newer.document.get("id"), issuer_of(newer.document)) == (credential.get("id"), issuer_of(credential))
    if not report.genuine or not same or _begins(newer.document) < _begins(credential):
        found.note("refresh", Outcome.WARNING, Said.REFRESH_FORGED, report.message if same else "it is another one")
        return None
    findings = Findings()
    findings.note("refresh", Outcome.PASSED, Said.REFRESHED)
    return Report(
        report.verdict, report.message, (*report.checks, findings["refresh"]), report.credential, report.parts
    )


def _begins(credential: JsonObject) -> datetime:
    return period_of(credential).begins or datetime.min.replace(tzinfo=UTC)


def _check_parts(found: Findings, credential: JsonObject, kind: Kind, asked: Asked) -> None:
    """The checks ``endorsements`` and ``contents``: every credential inside is verified on its own."""
    if asked.depth >= DEEPEST:
        return
    inside = list(_inside(credential, kind))
    for role, path, given in inside[:MOST_PARTS]:
        found.parts.append(Part(role, path, _part(given, asked)))
    for check, role in (("endorsements", "endorsement"), ("contents", "credential")):
        reports = [part.report for part in found.parts if part.kind == role]
        _conclude(found, check, reports, of=sum(each[0] == role for each in inside))


def _part(given: Any, asked: Asked) -> Report:
    deeper = replace(asked, recipient=None, depth=asked.depth + 1, refresh=False)
    try:
        return verify_credential(take(given), deeper)
    except NotRead as problem:
        found = Findings()
        found.fail("format", problem.sentence, str(problem))
        return found.report(None)


def _conclude(found: Findings, check: str, reports: list[Report], *, of: int) -> None:
    if not reports:
        return
    values = {"holding": sum(report.verdict in _HOLDS for report in reports), "all": of}
    unchecked = of > len(reports) or any(report.verdict is Verdict.UNCHECKED for report in reports)
    if check == "endorsements":
        if values["holding"] == values["all"]:
            found.passed(check, Said.ENDORSED, **values)
        else:
            found.note(check, Outcome.WARNING, Said.ENDORSED_IN_PART, **values)
    elif values["holding"] == values["all"]:
        found.passed(check, Said.CONTENTS_HOLD, **values)
        if any(report.verdict is Verdict.UNKNOWN_ISSUER for report in reports):
            found.verdicts.add(Verdict.UNKNOWN_ISSUER)
    elif unchecked and all(report.verdict in {*_HOLDS, Verdict.UNCHECKED} for report in reports):
        found.verdicts.add(Verdict.UNCHECKED)
        found.note(check, Outcome.UNKNOWN, Said.CONTENTS_UNCHECKED, **values)
    else:
        found.verdicts.add(Verdict.PARTLY)
        found.note(check, Outcome.FAILED, Said.CONTENTS_HOLD_IN_PART, **values)


_HOLDS: Final = frozenset({Verdict.VALID, Verdict.UNKNOWN_ISSUER})


def _inside(credential: JsonObject, kind: Kind) -> Iterator[tuple[str, str, Any]]:
    """What stands inside a credential where the standards allow it: its role, its place, and the thing itself."""
    if kind is Kind.CLR:
        for subject in listed(credential.get("credentialSubject")):
            if isinstance(subject, dict):
                for position, each in enumerate(listed(subject.get("verifiableCredential"))):
                    yield "credential", f"credentialSubject.verifiableCredential[{position}]", each
    for path, holder in _endorsed(credential):
        for member in ("endorsement", "endorsementJwt"):
            for position, each in enumerate(listed(holder.get(member))):
                yield "endorsement", f"{path}{member}[{position}]", each


def _endorsed(credential: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """What an endorsement may stand on: the credential, its issuer, the achievement and whoever created it."""
    yield "", credential
    issuer = credential.get("issuer")
    if isinstance(issuer, dict):
        yield "issuer.", issuer
    subject = credential.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    if isinstance(achievement, dict):
        yield "credentialSubject.achievement.", achievement
        if isinstance(achievement.get("creator"), dict):
            yield "credentialSubject.achievement.creator.", achievement["creator"]
