"""What the checks of a credential come to, in words for a person who has never heard of signatures."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noted

from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.times import read
from microcred.openbadges.verify import Check, Outcome, Report, Verdict

TITLES: dict[str, Promise] = {
    "format": gettext_lazy("It is a credential"),
    "context": gettext_lazy("Nothing in it is unsigned"),
    "schema": gettext_lazy("It follows the standard"),
    "proof": gettext_lazy("It is unchanged"),
    "issuer": gettext_lazy("We know who issued it"),
    "status": gettext_lazy("It has not been withdrawn"),
    "time": gettext_lazy("Its time has not run out"),
    "subject": gettext_lazy("Whose it is"),
}
FAILED_TITLES: dict[str, Promise] = {
    "format": gettext_lazy("It is not a credential"),
    "context": gettext_lazy("Parts of it are unsigned"),
    "schema": gettext_lazy("It does not follow the standard"),
    "proof": gettext_lazy("It was changed, or its signature is forged"),
    "issuer": gettext_lazy("It was not signed by its issuer"),
    "status": gettext_lazy("It has been withdrawn"),
    "time": gettext_lazy("It is outside its time"),
    "subject": gettext_lazy("It was issued to somebody else"),
}
OPEN_TITLES: dict[str, Promise] = {
    "format": gettext_lazy("Whether it is a credential"),
    "context": gettext_lazy("Whether all of it is signed"),
    "schema": gettext_lazy("Whether it follows the standard"),
    "proof": gettext_lazy("Whether it was changed"),
    "issuer": gettext_lazy("Who issued it"),
    "status": gettext_lazy("Whether it has been withdrawn"),
    "time": gettext_lazy("Whether its time has run out"),
    "subject": gettext_lazy("Whose it is"),
}
TONES = {
    Outcome.PASSED: "success",
    Outcome.FAILED: "danger",
    Outcome.WARNING: "warning",
    Outcome.UNKNOWN: "warning",
}

SAID_BY_ITSELF = frozenset({"context", "issuer", "time", "subject"})
"""Checks of what a document says: they are worth something only once its signature is found genuine."""

HOLDER_UNCHECKED = "It names its holder. Whether you are looking at them, it cannot say."
"""The verifier's sentence when it was not given an address to compare."""

# Sentences of the verifier, which knows nothing of translation, noted here for the translators.
SENTENCES = (
    noted("This is not a credential this verifier can read."),
    noted("This is not an Open Badges 3.0 credential."),
    noted("This is an Open Badges 3.0 credential."),
    noted("It says things that its signature cannot cover."),
    noted("Everything it says is covered by its signature."),
    noted("It is not built as the standard says."),
    noted("It is built as the standard says."),
    noted("Without a proof nothing ties it to its issuer."),
    noted("It was signed with a key that is not its issuer's."),
    noted("Its issuer's key could not be had just now."),
    noted("It was signed with a key that its issuer does not list."),
    noted("Its issuer's key could not be read."),
    noted("It has no proof this verifier can check."),
    noted("Its signature was not checked, for want of its issuer's key."),
    noted("It was changed after it was signed, or its signature is forged."),
    noted("Its proof is not well-formed."),
    noted("Its signature has expired."),
    noted("It stands exactly as it was signed."),
    noted("Not checked, since its signature was not found genuine."),
    noted("Its issuer keeps no list on which it could be withdrawn."),
    noted("Whether it was withdrawn could not be checked."),
    noted("Its issuer has revoked it."),
    noted("Its issuer has suspended it for the time being."),
    noted("Its issuer has not withdrawn it."),
    noted("It ends before it begins."),
    noted("It names its holder. Whether you are looking at them, it cannot say."),
    noted("It was issued to this e-mail address."),
    noted("It was not issued to this e-mail address."),
    noted("Not checked, since an earlier check failed."),
)


@dataclass(frozen=True)
class Summary:
    """What is said first: a word, its tone, a sentence."""

    word: str
    tone: str
    sentence: str
    icon: str


def summary_of(report: Report) -> Summary:
    """The verdict for a person. It never says more than was checked."""
    match report.verdict:
        case Verdict.VALID:
            return Summary(
                _("Valid"), "success", _("Genuine, unchanged, from an issuer known here, and still valid."), "shield"
            )
        case Verdict.REVOKED:
            return Summary(_("Revoked"), "danger", _("It is genuine, but its issuer has revoked it."), "stop")
        case Verdict.SUSPENDED:
            return Summary(
                _("Suspended"), "warning", _("It is genuine, but its issuer has suspended it for now."), "pause"
            )
        case Verdict.EXPIRED:
            return Summary(_("Expired"), "warning", _("It is genuine, but its time has run out."), "clock")
        case Verdict.NOT_YET_VALID:
            return Summary(_("Not valid yet"), "warning", _("It is genuine, but does not hold yet."), "clock")
        case Verdict.UNKNOWN_ISSUER:
            return Summary(
                _("Issuer unknown here"),
                "warning",
                _("It is unchanged since it was signed, but nobody here vouches for who signed it."),
                "unverified",
            )
        case Verdict.UNCHECKED:
            return Summary(
                _("Could not be checked in full"),
                "warning",
                _("Nothing speaks against it so far, but a check could not be made. Try again later."),
                "unverified",
            )
        case _:
            return Summary(_("Not valid"), "danger", _("Do not rely on it."), "stop")


def steps_of(report: Report) -> list[tuple[str, str, str]]:
    """Every check as title, words and tone, in the order in which a person asks."""
    order = ("format", "schema", "context", "proof", "issuer", "status", "time", "subject")
    return _steps(report, [report[name] for name in order])


def main_steps_of(report: Report) -> list[tuple[str, str, str]]:
    """The five questions that a person asks on a credential's own page. Its form is one of them only if it fails."""
    form = [report[name] for name in ("format", "context", "schema") if report[name].outcome is not Outcome.PASSED]
    asked = [*form, *(report[name] for name in ("proof", "issuer", "status", "time", "subject"))]
    return _steps(report, asked)


def _steps(report: Report, checks: list[Check]) -> list[tuple[str, str, str]]:
    period = _period(report)
    signed = report["proof"].outcome is Outcome.PASSED
    steps = []
    for check in checks:
        if check.name in SAID_BY_ITSELF and check.outcome in (Outcome.PASSED, Outcome.WARNING) and not signed:
            words = _("What it says of itself counts for nothing until its signature is found genuine.")
            steps.append((str(OPEN_TITLES[check.name]), words, "info"))
        else:
            steps.append((str(title_of(check)), sentence_of(check, period), _tone(check)))
    return steps


def _tone(check: Check) -> str:
    # that a holder is named is no check of who stands before you: it is told, not ticked
    return "info" if check.message == HOLDER_UNCHECKED else TONES[check.outcome]


def title_of(check: Check) -> Promise:
    """A check by its outcome: what is so, what is not so, or what is not known."""
    if check.outcome is Outcome.PASSED:
        return TITLES[check.name]
    if check.outcome is Outcome.FAILED:
        return FAILED_TITLES[check.name]
    return OPEN_TITLES[check.name]


def sentence_of(check: Check, moment: tuple[datetime, datetime | None] | None = None) -> str:
    """What was found, in a sentence.

    Args:
        moment: from when and until when the credential says that it holds.
    """
    if check.name == "issuer" and check.outcome is Outcome.PASSED:
        return _("It was signed with the issuer’s own key, and the issuer is known here.")
    if check.name == "issuer" and check.outcome is Outcome.WARNING:
        return _("It was signed with its issuer’s own key, but nobody here vouches for who that is.")
    if check.name == "time" and moment is not None:
        return _time_sentence(check.outcome, *moment)
    return _(check.message)


def _period(report: Report) -> tuple[datetime, datetime | None] | None:
    """From when and until when a credential says that it holds; None when it cannot be read."""
    credential = report.credential or {}
    try:
        begins = read(credential.get("validFrom"))
        ends = read(credential["validUntil"]) if "validUntil" in credential else None
    except OpenBadgesError:
        return None
    return begins, ends


def _time_sentence(outcome: Outcome, begins: datetime, ends: datetime | None) -> str:
    days = {"begins": _day(begins), "ends": _day(ends) if ends else ""}
    if ends is not None and ends < begins:
        return _("It ends before it begins.")
    if outcome is Outcome.PASSED:
        if ends is None:
            return _("It holds since %(begins)s and has no end.") % days
        return _("It holds from %(begins)s until %(ends)s.") % days
    if outcome is Outcome.FAILED:
        return _("It holds from %(begins)s on%(until)s.") % {
            **days,
            "until": _(" until %(ends)s") % days if ends else "",
        }
    return _("Not checked, since an earlier check failed.")


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
