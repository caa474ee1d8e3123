"""The transcript as a document: the same figures as the page, and of each award what a provider's certificate states.

South Carolina asks of a certificate: title, day of completion, place, contact hours without meals, the participant's
name, the provider's name and contact (`domain` of the rules: SCCTM 2023 programme, page 26).
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.credentials import addresses
from microcred.credentials.models import Award
from microcred.foundation import pdf
from microcred.foundation.moments import moment_in_words
from microcred.recognition.models import ActivityStatement
from microcred.recognition.rules import explained, plain
from microcred.recognition.rules.languages import Words, said
from microcred.recognition.transcript import Account, Line, Transcript, why

TEMPLATE = Path(__file__).parent / "templates" / "recognition" / "transcript.typ"

HOURS = "contact hours"

Block = dict[str, Any]


def transcript_document(transcript: Transcript) -> bytes:
    """Return a transcript as an accessible PDF (PDF/UA-1), in the active language."""
    made = transcript.at.astimezone(ZoneInfo(transcript.person.time_zone))
    name = transcript.person.name
    return pdf.render(
        TEMPLATE,
        {
            "language": (get_language() or "en").split("-")[0],
            "title": _("Transcript: %(name)s") % {"name": name},
            "heading": name,
            "kind": _("Transcript"),
            "made": [made.year, made.month, made.day],
            "facts": [[_("Educator"), name], [_("Made"), moment_in_words(transcript.at, transcript.person.time_zone)]],
            "blocks": list(_blocks(transcript)),
            "foot": _("Transcript: %(name)s") % {"name": name},
        },
    )


def _blocks(transcript: Transcript) -> Iterator[Block]:
    for account in transcript.accounts:
        yield from _cycle(account, transcript.words, is_shared=transcript.is_shared)
    if transcript.uncounted:
        yield _heading(_("Does not count, or not yet"))
        yield _table(
            _("Awards and activities, and what the rules say of them"),
            [_("For"), _("Rules"), _("Outcome"), _("Why")],
            [
                [
                    str(one.title),
                    said(one.policy.name, transcript.words),
                    str(one.get_outcome_display()),
                    " ".join(
                        step["facts"]
                        for step in explained(one.explanation, transcript.words)
                        if step["result"] != "met"
                    ),
                ]
                for one in transcript.uncounted
            ],
            widths=[26, 24, 16, 34],
            left=4,
        )
    if transcript.unconfirmed:
        yield _heading(_("Beside awards, and not confirmed"))
        yield from _activities(_("Activities that wait or were declined"), transcript.unconfirmed)
    lines = [line for account in transcript.accounts for line in account.lines]
    if any(line.activity is None for line in lines):
        yield from _certificates(transcript, [line for line in lines if line.activity is None])
    accepted = [line.activity for line in lines if line.activity is not None and not line.is_time]
    if accepted:
        yield _heading(_("Micro-credentials of other issuers"))
        yield from _activities(_("What was accepted, and for how much"), accepted)
    spent = [line.activity for line in lines if line.activity is not None and line.is_time]
    if spent:
        yield _heading(_("Time: convenings, courses and service"))
        yield from _activities(_("Activities and their documents"), spent)
    yield {
        "kind": "note",
        "words": _(
            "Each award is signed by its issuer. Its address above shows whether it holds today; figures here are "
            "those of the day on which this was made. What a license needs is for the agency to say."
        ),
    }


def _also_asked(account: Account, words: Words) -> Iterator[Block]:
    """What the rules ask beside a total, and how far it is there."""
    for part in account.parts:
        if part.needed:
            told = {"name": said(part.name, words), "amount": plain(part.amount), "needed": plain(part.needed)}
            yield {"kind": "words", "words": _("%(name)s: %(amount)s of %(needed)s.") % told}
    for step in explained(account.conditions, words):
        state = _("met") if step["result"] == "met" else _("not on record")
        yield {"kind": "words", "words": f"{step['clause']} — {state}"}


def _asked_anew(account: Account, words: Words) -> Iterator[Block]:
    """That another total is asked than was written down, from when on and by which clause."""
    for step in explained(account.asked_anew, words):
        told = [step["facts"], f"“{step['clause']}”"]
        if account.asking is not None:
            since = {"day": date_format(account.asking.starts_on, "DATE_FORMAT")}
            told.insert(0, _("In force from %(day)s on, the rules ask another total than was written down.") % since)
        yield {"kind": "words", "words": " ".join(told)}


def _cycle(account: Account, words: Words, *, is_shared: bool) -> Iterator[Block]:
    cycle = account.cycle
    unit = said(account.unit, words)
    yield _heading(
        _("Renewal cycle %(first)s to %(last)s")
        % {"first": date_format(cycle.starts_on, "DATE_FORMAT"), "last": date_format(account.last_day, "DATE_FORMAT")}
    )
    figures = {
        "confirmed": account.confirmed,
        "waiting": account.waiting,
        "needed": account.needed,
        "unit": unit,
        "policy": said(cycle.policy.name, words),
        "jurisdiction": cycle.policy.jurisdiction.name,
        "district": cycle.keeper.name,
    }
    yield {"kind": "words", "words": _("%(policy)s, %(jurisdiction)s. Kept by %(district)s.") % figures}
    if account.end is not None:
        steps = [step["facts"] for step in explained(account.end.explanation, words)]
        told = {"why": " ".join((*steps, *why("", account.end.reason, is_shared=is_shared)))}
        yield {"kind": "words", "words": _("This cycle has ended. Nothing counts in it. %(why)s") % told}
    elif account.returned is not None:
        told = {
            "agency": cycle.policy.jurisdiction.name,
            "day": date_format(account.returned.decided_at, "DATE_FORMAT"),
        }
        reason = why(account.returned.code, account.returned.words, is_shared=is_shared)
        words_of_it = " ".join((_("%(agency)s returned this credit on %(day)s.") % told, *reason))
        yield {"kind": "words", "words": words_of_it}
    if account.asks_total and account.end is None:
        yield {
            "kind": "words",
            "words": _("%(confirmed)s of %(needed)s %(unit)s confirmed, %(waiting)s waiting for confirmation.")
            % figures,
        }
    if account.end is None:
        yield from _asked_anew(account, words)
        yield from _also_asked(account, words)
    if account.time != "0":
        told = {"competence": account.competence, "time": account.time, "unit": unit}
        yield {
            "kind": "words",
            "words": _("Of what is confirmed, %(competence)s %(unit)s are for competence and %(time)s for time.")
            % told,
        }
    if not account.lines:
        yield {"kind": "note", "words": _("Nothing has funded this cycle yet.")}
        return
    yield _table(
        _("Credit in this cycle"),
        [_("For"), _("Earned"), _("Clause and sum"), _("State"), unit],
        [
            [
                _("%(title)s (time)") % {"title": line.entry.title} if line.is_time else str(line.entry.title),
                date_format(line.entry.moment, "SHORT_DATE_FORMAT"),
                _clause_and_sum(line, words),
                _state(line),
                line.amount,
            ]
            for line in account.lines
        ],
        widths=[28, 12, 32, 17, 11],
        left=4,
    )
    reasons = [(line, line.why_not(is_shared=is_shared)) for line in account.lines]
    if any(reason for _line, reason in reasons):
        yield {"kind": "words", "words": _("What of it does not count, and why:")}
        yield {
            "kind": "list",
            "items": [
                _("%(title)s: %(why)s") % {"title": line.entry.title, "why": reason}
                for line, reason in reasons
                if reason
            ],
        }


def _clause_and_sum(line: Line, words: Words) -> str:
    """Each clause that was applied, once, and what came of it."""
    steps = explained(line.steps, words)
    said: dict[str, list[str]] = {}
    for step in steps:
        said.setdefault(step["clause"], []).append(step["facts"])
    return " ".join(f"“{clause}” {' '.join(facts)}" for clause, facts in said.items())


def _state(line: Line) -> str:
    ruling = getattr(line.entry, "ruling", None)
    if ruling is None:
        return str(line.word)
    return f"{line.word}, {date_format(ruling.ruled_at, 'SHORT_DATE_FORMAT')}"


def _certificates(transcript: Transcript, lines: Iterable[Line]) -> Iterator[Block]:
    """What the certificate of a provider states, for each award once."""
    yield _heading(_("As a provider’s certificate states it"))
    yield {
        "kind": "words",
        "words": _(
            "Participant: %(name)s. Place: the educator’s own work, handed in and judged online. Contact hours are "
            "those that the district attests; no meals are in them."
        )
        % {"name": transcript.person.name},
    }
    hours: dict[Award, str] = {}
    for line in lines:
        hours[line.entry.earned] = hours.get(line.entry.earned) or _hours(line)
    yield _table(
        _("Provider’s certificate, award by award"),
        [_("Title"), _("Completed"), _("Provider and contact"), _("Where it is verified"), _("Contact hours")],
        [
            [
                str(award.version.title),
                date_format(award.earned_at, "SHORT_DATE_FORMAT"),
                _contact(award),
                addresses.credential_page(award.pk),
                found or "–",
            ]
            for award, found in hours.items()
        ],
        widths=[26, 13, 25, 26, 10],
        left=4,
    )


def _activities(caption: str, activities: Sequence[ActivityStatement]) -> Iterator[Block]:
    yield _table(
        caption,
        [_("Title"), _("Completed"), _("Provider"), _("Documents"), _("Stated")],
        [
            [
                f"{one.name} ({_(one.kind)})",
                date_format(one.ended_on, "SHORT_DATE_FORMAT"),
                one.provider or "–",
                ", ".join(each.title for each in one.activity.papers) or "–",
                f"{plain(one.amount)} {_(one.unit)}",
            ]
            for one in activities
        ],
        widths=[32, 13, 22, 20, 13],
        left=4,
    )


def _contact(award: Award) -> str:
    issuer = award.issuer
    return ", ".join(filter(None, (issuer.name, issuer.email, issuer.url or addresses.issuer_page(issuer.slug))))


def _hours(line: Line) -> str:
    """The contact hours that its credit was worked out from; empty where it was worked out from something else."""
    for step in line.steps:
        if step["values"].get("measure") == HOURS:
            return str(step["values"]["quantity"])
    return ""


def _heading(words: str) -> Block:
    return {"kind": "heading", "level": 2, "words": words}


def _table(caption: str, head: list[str], rows: Sequence[list[str]], *, widths: list[int], left: int = 1) -> Block:
    return {"kind": "table", "caption": caption, "head": head, "rows": rows, "widths": widths, "left": left}
