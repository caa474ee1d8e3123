"""What a verification comes to: named checks, each with its outcome in plain words, and one verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from microcred.openbadges.documents import JsonObject
from microcred.openbadges.verify.sentences import CONCLUSIONS, Said

CHECKS: Final = ("format", "context", "schema", "proof", "issuer", "known issuer", "status", "time", "subject")
"""The checks of every credential, in the order they are reported."""

FURTHER_CHECKS: Final = ("refresh", "endorsements", "contents")
"""The checks of credentials that can be refreshed, are endorsed, or hold others; reported after the rest."""


class Verdict(StrEnum):
    """What may be said about a credential."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    PARTLY = "valid in part"
    UNKNOWN_ISSUER = "unknown issuer"
    UNCHECKED = "could not be checked"
    INVALID = "invalid"


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    WARNING = "warning"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """One check.

    Args:
        name: one of :data:`CHECKS` or :data:`FURTHER_CHECKS`.
        sentence: for the person who asks, in plain words, with a place for each of ``values``.
        values: what stands in those places: numbers, times as the credential writes them, identifiers.
        fatal: whether this outcome alone makes the credential invalid.
        details: for whoever has to find the cause.
    """

    name: str
    outcome: Outcome
    sentence: Said
    values: Mapping[str, Any] = field(default_factory=dict)
    fatal: bool = False
    details: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """:attr:`sentence` with its ``values``."""
        return self.sentence.value % self.values


@dataclass(frozen=True)
class Part:
    """A credential inside another one, verified on its own.

    Args:
        kind: what it is there: ``"endorsement"`` or ``"credential"``.
        path: where it stands, as ``credentialSubject.achievement.endorsement[0]``.
        report: what verifying it came to.
    """

    kind: str
    path: str
    report: Report


@dataclass(frozen=True)
class Report:
    """All checks in order, and what they come to.

    Args:
        credential: the document as it was read, ``None`` when it could not be read. Show nothing of it unless
            :attr:`genuine`. It is the refreshed one where the issuer has it refreshed.
        parts: endorsements and credentials inside it.
    """

    verdict: Verdict
    message: str
    checks: tuple[Check, ...]
    credential: JsonObject | None = field(default=None, repr=False)
    parts: tuple[Part, ...] = ()

    @property
    def genuine(self) -> bool:
        """Whether the document stands as its issuer signed it, be it valid today or not."""
        return not self.fatal and all(self[name].outcome is Outcome.PASSED for name in ("format", "context", "proof"))

    @property
    def fatal(self) -> tuple[Check, ...]:
        """The checks each of which alone makes it invalid."""
        return tuple(check for check in self.checks if check.fatal)

    @property
    def partial(self) -> tuple[Check, ...]:
        """The checks that neither passed nor are fatal: what limits the verdict."""
        return tuple(check for check in self.checks if not check.fatal and check.outcome is not Outcome.PASSED)

    def __getitem__(self, name: str) -> Check:
        return next(check for check in self.checks if check.name == name)

    def __contains__(self, name: object) -> bool:
        return any(check.name == name for check in self.checks)


class Findings:
    """A report in the making."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}
        self.verdicts: set[Verdict] = set()
        self.parts: list[Part] = []

    def __getitem__(self, name: str) -> Check:
        return self._checks[name]

    def __contains__(self, name: object) -> bool:
        return name in self._checks

    def note(self, name: str, outcome: Outcome, sentence: Said, *details: str, **values: Any) -> None:
        """The outcome of a check; one that does not make the credential invalid by itself."""
        self._checks[name] = Check(name, outcome, sentence, values, details=details)

    def passed(self, name: str, sentence: Said, *details: str, **values: Any) -> None:
        """A check that passed."""
        self.note(name, Outcome.PASSED, sentence, *details, **values)

    def fail(self, name: str, sentence: Said, *details: str) -> None:
        """A check that makes the credential invalid."""
        self._checks[name] = Check(name, Outcome.FAILED, sentence, fatal=True, details=details)

    def unchecked(self, name: str, sentence: Said, *details: str) -> None:
        """A check that could not be made, and without which nobody may call the credential valid."""
        self.verdicts.add(Verdict.UNCHECKED)
        self.note(name, Outcome.UNKNOWN, sentence, *details)

    def report(self, credential: JsonObject | None) -> Report:
        """The report of what was found."""
        verdict = self._verdict()
        return Report(verdict, self._summary(verdict), tuple(self._in_order()), credential, tuple(self.parts))

    def _in_order(self) -> Iterator[Check]:
        for name in CHECKS:
            yield self._checks.get(name) or Check(name, Outcome.UNKNOWN, Said.EARLIER_FAILED)
        for name in FURTHER_CHECKS:
            if name in self._checks:
                yield self._checks[name]

    def _verdict(self) -> Verdict:
        if any(check.fatal for check in self._checks.values()):
            return Verdict.INVALID
        if "proof" not in self or self["proof"].outcome is not Outcome.PASSED:
            return Verdict.UNCHECKED
        return next((verdict for verdict in _DECIDING if verdict in self.verdicts), Verdict.VALID)

    def _summary(self, verdict: Verdict) -> str:
        if verdict is Verdict.VALID:
            return "This credential is genuine and valid."
        decisive = next((check for check in self._checks.values() if check.fatal), None)
        if decisive is None and verdict in _DECIDED_BY:
            decisive = self[_DECIDED_BY[verdict]]
        if decisive is None:
            decisive = next(check for check in self._checks.values() if check.outcome is Outcome.UNKNOWN)
        reason = decisive.message
        return f"This credential {CONCLUSIONS[verdict.name]}: {reason[0].lower()}{reason[1:]}"


_DECIDING: Final = (
    Verdict.REVOKED,
    Verdict.SUSPENDED,
    Verdict.NOT_YET_VALID,
    Verdict.EXPIRED,
    Verdict.PARTLY,
    Verdict.UNCHECKED,
    Verdict.UNKNOWN_ISSUER,
)
"""Which verdict is given of several that apply."""

_DECIDED_BY: Final = {
    Verdict.REVOKED: "status",
    Verdict.SUSPENDED: "status",
    Verdict.NOT_YET_VALID: "time",
    Verdict.EXPIRED: "time",
    Verdict.PARTLY: "contents",
    Verdict.UNKNOWN_ISSUER: "known issuer",
}


def as_json(report: Report) -> dict[str, Any]:
    """A report as JSON, for programs: ``verdict``, ``message``, ``checks`` and ``parts``, without the credential."""
    return {
        "verdict": report.verdict.value,
        "message": report.message,
        "checks": [
            {
                "name": check.name,
                "outcome": check.outcome.value,
                "fatal": check.fatal,
                "message": check.message,
                "details": list(check.details),
            }
            for check in report.checks
        ],
        "parts": [{"kind": part.kind, "path": part.path, **as_json(part.report)} for part in report.parts],
    }
