"""What the checks of a credential come to, in words for a person who has never heard of signatures."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noted

from microcred.openbadges.verify import Check, Outcome, Part, Report, Said, Stated, Verdict, stated_in

TITLES: dict[str, Promise] = {
    "format": gettext_lazy("It is a credential"),
    "context": gettext_lazy("Nothing in it is unsigned"),
    "schema": gettext_lazy("It follows the standard"),
    "proof": gettext_lazy("It is unchanged"),
    "issuer": gettext_lazy("Its issuer signed it"),
    "known issuer": gettext_lazy("We know who issued it"),
    "status": gettext_lazy("It has not been withdrawn"),
    "time": gettext_lazy("Its time has not run out"),
    "subject": gettext_lazy("Whose it is"),
    "refresh": gettext_lazy("It is the newest form"),
    "endorsements": gettext_lazy("Others endorse it"),
    "contents": gettext_lazy("What it holds is genuine too"),
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
    "contents": gettext_lazy("Not all that it holds is valid"),
}
OPEN_TITLES: dict[str, Promise] = {
    "format": gettext_lazy("Whether it is a credential"),
    "context": gettext_lazy("Whether all of it is signed"),
    "schema": gettext_lazy("Whether it follows the standard"),
    "proof": gettext_lazy("Whether it was changed"),
    "issuer": gettext_lazy("Whether its issuer signed it"),
    "known issuer": gettext_lazy("Who issued it"),
    "status": gettext_lazy("Whether it has been withdrawn"),
    "time": gettext_lazy("Whether its time has run out"),
    "subject": gettext_lazy("Whose it is"),
    "refresh": gettext_lazy("Whether it is the newest form"),
    "endorsements": gettext_lazy("Who endorses it"),
    "contents": gettext_lazy("Whether what it holds is genuine too"),
}
TONES = {
    Outcome.PASSED: "success",
    Outcome.FAILED: "danger",
    Outcome.WARNING: "warning",
    Outcome.UNKNOWN: "warning",
}

SAID_BY_ITSELF = frozenset({"context", "issuer", "known issuer", "time", "subject"})
"""Checks of what a document says: they are worth something only once its signature is found genuine."""

# Sentences of the verifier, which knows nothing of translation, noted here for the translators.
# A test holds them to `openbadges.verify.Said`.
NOTHING = (
    noted("it is neither a credential nor the address of one"),
    noted("it is the printed form of a credential; scan the QR code on it, or give its link"),
    noted("it is JSON that cannot be read; copy all of it, from the first brace to the last"),
    noted("it is larger than any credential that is read here"),
    noted("it holds several credentials; hand them in one by one"),
    noted("it is a presentation, which somebody signed for one place; hand in the credential itself"),
)
"""Why there is nothing to verify; see :func:`reason_of`."""

SENTENCES = (
    noted("Not checked, since an earlier check failed."),
    noted("This is not a credential this verifier can read."),
    noted("This is not a credential of a kind this verifier knows."),
    noted("This is an Open Badges 3.0 credential."),
    noted("This is a Comprehensive Learner Record: a credential that holds others."),
    noted("This is an Open Badges 3.0 endorsement."),
    noted("This is a W3C verifiable credential. What it is about, this verifier does not judge."),
    noted("This is an Open Badges 2.0 assertion."),
    noted("This is a badge of a version that this verifier does not read."),
    noted("It says things that its signature cannot cover."),
    noted("Everything it says is covered by its signature."),
    noted("Everything it says was compared with what its issuer serves."),
    noted("It uses a vocabulary that is not known here, so what its signature covers cannot be told."),
    noted("It is not built as the standard says."),
    noted("It is built as the standard says."),
    noted("It is built as the standard says, but names results or levels that it does not describe."),
    noted("It is built as the standard says. The further schema that it names was not checked."),
    noted("What it was awarded for could not be read from its issuer."),
    noted("It has no proof this verifier can check."),
    noted("Its signature was not checked, for want of its issuer's key."),
    noted("It was changed after it was signed, or its signature is forged."),
    noted("Its proof is not well-formed."),
    noted("Its signature has expired."),
    noted("It stands exactly as it was signed."),
    noted("It says what its issuer serves at its own address."),
    noted("Its issuer serves something else at its own address."),
    noted("Its issuer's server could not be asked, and there alone it can be checked."),
    noted("Without a proof nothing ties it to its issuer."),
    noted("It was signed with its issuer's own key."),
    noted("It was signed with a key that is not its issuer's."),
    noted("It was signed with a key that its issuer does not list."),
    noted("It was signed with a key after that key's time had run out."),
    noted("Its issuer's key could not be had just now."),
    noted("Its issuer's key could not be read."),
    noted("It is served where its issuer says that its badges are."),
    noted(
        "It is served where its issuer says that its badges are, but not over TLS: on the way, anyone could change it."
    ),
    noted("It is served where its issuer does not say that its badges are."),
    noted("Its issuer's own page could not be read."),
    noted("Its issuer is known here."),
    noted("Nobody here vouches for who its issuer is. The name it gives is its own."),
    noted("Not checked, since its signature was not found genuine."),
    noted("Its issuer keeps no list on which it could be withdrawn."),
    noted("Whether it was withdrawn could not be checked."),
    noted("Its issuer has revoked it."),
    noted("Its issuer has suspended it for the time being."),
    noted("Its issuer has not withdrawn it, by a list read %(seconds)s seconds ago."),
    noted("Its issuer has not withdrawn it, by a list read just now."),
    noted("Its issuer has not withdrawn it, by a list read %(seconds)s seconds ago, but has left a mark: %(mark)s."),
    noted("Its issuer has not withdrawn it: it was served just now."),
    noted("Its holder shows a part of it only, and whether it was withdrawn may stand in the rest."),
    noted("Its holder shows a part of it only, and until when it is valid may stand in the rest."),
    noted("It ends before it begins."),
    noted("It is not valid before %(begins)s."),
    noted("It says that it was signed at a time still to come, %(created)s."),
    noted("It was valid until %(ends)s."),
    noted("It is valid from %(begins)s until %(ends)s."),
    noted("It is valid from %(begins)s."),
    noted("It does not say from when or until when it is valid."),
    noted("It names its holder. Whether you are looking at them, it cannot say."),
    noted("It names no holder: whoever shows it may have it from somebody else."),
    noted("It was issued to this e-mail address."),
    noted("It was not issued to this e-mail address."),
    noted("It names its holder by something else than an e-mail address, so the two cannot be compared."),
    noted("Its issuer has a newer form of it, which is the one that was checked."),
    noted("Its issuer has no newer form of it."),
    noted("Whether its issuer has a newer form of it could not be found out."),
    noted("What its issuer's server gives as its newer form is not a genuine one. The older one was checked."),
    noted("Endorsements in it that hold: %(holding)s of %(all)s."),
    noted("Endorsements in it that hold: %(holding)s of %(all)s. Do not rely on the others."),
    noted("Credentials in it that hold: %(holding)s of %(all)s."),
    noted("Credentials in it that hold: %(holding)s of %(all)s. Do not rely on the others."),
    noted("Credentials in it that were found to hold: %(holding)s of %(all)s. The others could not be checked."),
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
        case Verdict.PARTLY:
            return Summary(
                _("Valid in part"),
                "warning",
                _("It is genuine, but not every credential in it is valid."),
                "unverified",
            )
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
    order = ["format", "schema", "context", "proof", "issuer", "known issuer", "status", "time", "subject"]
    order += [check.name for check in report.checks if check.name not in order]
    return _steps(report, [report[name] for name in order])


def main_steps_of(report: Report) -> list[tuple[str, str, str]]:
    """The five questions that a person asks on a credential's own page. What else was checked is told only if it
    did not pass."""
    asked = ("proof", "known issuer", "status", "time", "subject")
    others = [check for check in report.checks if check.name not in asked and check.outcome is not Outcome.PASSED]
    return _steps(report, [*others, *(report[name] for name in asked)])


def _steps(report: Report, checks: list[Check]) -> list[tuple[str, str, str]]:
    stated = stated_in(report.credential) if report.credential else None
    signed = report["proof"].outcome is Outcome.PASSED
    steps = []
    for check in checks:
        if check.name in SAID_BY_ITSELF and check.outcome in (Outcome.PASSED, Outcome.WARNING) and not signed:
            words = _("What it says of itself counts for nothing until its signature is found genuine.")
            steps.append((str(OPEN_TITLES[check.name]), words, "info"))
        else:
            steps.append((str(title_of(check)), sentence_of(check, stated), _tone(check)))
    return steps


def _tone(check: Check) -> str:
    # that a holder is named is no check of who stands before you: it is told, not ticked
    return "info" if check.sentence in (Said.HOLDER_NAMED, Said.NO_DATES) else TONES[check.outcome]


def title_of(check: Check) -> Promise:
    """A check by its outcome: what is so, what is not so, or what is not known."""
    if check.outcome is Outcome.PASSED:
        return TITLES[check.name]
    if check.outcome is Outcome.FAILED:
        return FAILED_TITLES[check.name]
    return OPEN_TITLES[check.name]


def reason_of(error: Exception) -> str:
    """Why something handed in was not looked at: in the reader's language where it is one of :data:`NOTHING`."""
    reason = str(error)
    return _(reason)


def sentence_of(check: Check, stated: Stated | None = None) -> str:
    """What was found, in a sentence.

    Args:
        stated: what the credential says of itself, for its dates in the reader's form.
    """
    if check.name == "time" and stated is not None and check.sentence in _DATED:
        return _time_sentence(check, stated)
    sentence: str = check.sentence.value
    return _(sentence) % check.values


_DATED = frozenset({Said.NOT_BEFORE, Said.RAN_OUT, Said.IN_TIME, Said.WITHOUT_END})


def _time_sentence(check: Check, stated: Stated) -> str:
    days = {"begins": day_of(stated.begins), "ends": day_of(stated.ends)}
    if check.outcome is Outcome.PASSED:
        if stated.ends is None:
            return _("It holds since %(begins)s and has no end.") % days
        return _("It holds from %(begins)s until %(ends)s.") % days
    return _("It holds from %(begins)s on%(until)s.") % {
        **days,
        "until": _(" until %(ends)s") % days if stated.ends else "",
    }


def day_of(moment: datetime | None) -> str:
    """A day as the reader's clock has it; at the ends of the calendar, where it has none, the day in UTC."""
    if moment is None:
        return ""
    try:
        return date_format(localtime(moment), "DATE_FORMAT")
    except OverflowError:
        return date_format(moment, "DATE_FORMAT")


@dataclass(frozen=True)
class PartTold:
    """One credential inside another, as it is told: what it is, what came of it, and every check of it."""

    heading: str
    summary: Summary
    steps: list[tuple[str, str, str]]


def parts_of(report: Report) -> list[PartTold]:
    """What stands inside a credential. Of what is not genuine, nothing is told but that."""
    return [told for part in report.parts for told in (_told(part), *parts_of(part.report))]


def _told(part: Part) -> PartTold:
    summary = summary_of(part.report)
    stated = stated_in(part.report.credential) if part.report.genuine and part.report.credential else None
    endorses = part.kind == "endorsement"
    if stated is None:
        heading = _("An endorsement: %(word)s") if endorses else _("A credential: %(word)s")
        heading %= {"word": summary.word}
    else:
        heading = _("Endorsement by %(issuer)s: %(word)s") if endorses else _("%(name)s, from %(issuer)s: %(word)s")
        heading %= {"name": stated.name or stated.id, "issuer": stated.issuer, "word": summary.word}
    return PartTold(heading, summary, steps_of(part.report))
