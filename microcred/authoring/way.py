"""The way of a draft for people: its gates as steps, and what happened to it, with who, when and why."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.gates import CHECKLISTS, REVIEWS, Gate, Item, MoveKind, Standing, Words
from microcred.authoring.judging import Outcome
from microcred.authoring.lint import Finding, Report
from microcred.authoring.models import Handover, ProposalDecision, QualityReview
from microcred.catalog.models import ExitReport, Pilot, Version

Step = tuple[Words, str, str]
"""Name, state (done, current, ahead) and address, as the stepper shows it."""


@dataclass(frozen=True)
class Happened:
    """One thing on the timeline. `icon` and `tone` are the component's."""

    title: Words
    who: Words
    when: datetime
    why: str = ""
    tone: str = "neutral"
    icon: str = "check"
    more: tuple[Words, ...] = ()


@dataclass(frozen=True)
class ToLookAt:
    """One item of a gate's list, with what the automatic checks found of it."""

    item: Item
    findings: tuple[Finding, ...]
    is_checked: bool = False


def steps_of(stands: Standing, version: Version | None, pilot: Pilot | None) -> list[Step]:
    """The gates that are asked for and what lies between, as steps; the first that is not done is the current one."""
    names: list[tuple[Words, bool, str]] = []
    if Gate.PROPOSAL in stands.asked:
        names.append((Gate.PROPOSAL.words, Gate.PROPOSAL in stands.passed, ""))
    names.append((_("Draft"), stands.with_reviewers or not stands.open or version is not None, ""))
    names.extend((gate.words, gate in stands.passed, "") for gate in stands.asked if gate in REVIEWS)
    address = reverse("version", args=[version.micro_credential.slug, version.label]) if version else ""
    report = getattr(pilot, "report", None) if pilot else None
    if Gate.PILOT in stands.asked or pilot:
        where = reverse("pilot", args=[version.micro_credential.slug, version.label]) if version and pilot else ""
        names.append((Gate.PILOT.words, bool(report), where))
    published = version is not None and (pilot is None or bool(report and report.decision == "publish"))
    names.append((_("Published"), published, address))
    current = next((place for place, (_name, done, _url) in enumerate(names) if not done), None)
    return [
        (name, "done" if done else "current" if place == current else "ahead", url)
        for place, (name, done, url) in enumerate(names)
    ]


def happened(
    rows: list[Handover],
    decisions: list[ProposalDecision],
    rounds: list[QualityReview],
    version: Version | None,
    pilot: Pilot | None,
) -> list[Happened]:
    """What happened to a draft, the last first. Of a round nobody who judged in it is named."""
    found = [
        *map(_of_decision, decisions),
        *map(_of_row, rows),
        *(one for each in rounds for one in _of_round(each)),
        *_of_version(version, pilot),
    ]
    return sorted(found, key=lambda one: one.when, reverse=True)


def to_look_at(gate: Gate, report: Report, checked: Collection[str]) -> list[ToLookAt]:
    """The list of a gate, each item with the findings that inform it; `checked` are those ticked already."""
    return [
        ToLookAt(item, tuple(one for one in report.findings if one.check in item.checks), item.name in checked)
        for item in CHECKLISTS.get(gate, ())
    ]


def _of_decision(decision: ProposalDecision) -> Happened:
    outcome = ProposalDecision.Outcome(decision.outcome)
    accepted = outcome is ProposalDecision.Outcome.ACCEPTED
    return Happened(
        format_lazy(_("Proposal: {outcome}"), outcome=outcome.label),
        decision.decided_by.name,
        decision.decided_at,
        decision.reason,
        "success" if accepted else "warning",
        "check" if accepted else "alert",
    )


def _of_row(row: Handover) -> Happened:
    gate = Gate(row.gate).words if row.gate else ""
    items = {item.name: item.words for items in CHECKLISTS.values() for item in items}
    match MoveKind(row.kind):
        case MoveKind.SENT:
            title, tone, icon = format_lazy(_("Sent: {gate}"), gate=gate), "info", "send"
        case MoveKind.PASSED:
            title, tone, icon = format_lazy(_("Passed: {gate}"), gate=gate), "success", "check"
        case MoveKind.SENT_BACK:
            title, tone, icon = format_lazy(_("Sent back: {gate}"), gate=gate), "warning", "alert"
        case MoveKind.TAKEN_BACK:
            title, tone, icon = format_lazy(_("Taken back: {gate}"), gate=gate), "neutral", "edit"
        case _:
            again = ", ".join(str(Gate(one).words) for one in row.touched)
            words = _("Edited; to be passed again: {gates}") if again else _("Edited; every passed gate holds again")
            title, tone, icon = format_lazy(words, gates=again), "warning" if again else "neutral", "edit"
    looked_at = tuple(items[name] for name in row.checked if name in items)
    return Happened(title, row.by.name, row.at, row.reason, tone, icon, looked_at)


def _of_round(review: QualityReview) -> Iterator[Happened]:
    yield Happened(
        format_lazy(_("Quality review, round {number}: two reviewers are invited"), number=review.number),
        review.opened_by.name,
        review.opened_at,
        tone="info",
        icon="send",
    )
    outcome = getattr(review, "outcome", None)
    if outcome:
        passes = outcome.outcome != Outcome.NOT_PASSED
        yield Happened(
            format_lazy(
                _("Quality review, round {number}: {outcome}"),
                number=review.number,
                outcome=outcome.get_outcome_display(),
            ),
            outcome.concluded_by.name if outcome.concluded_by else _("Both reviewers, by themselves"),
            outcome.concluded_at,
            outcome.feedback,
            "success" if passes else "warning",
            "check" if passes else "alert",
        )


def _of_version(version: Version | None, pilot: Pilot | None) -> Iterator[Happened]:
    if version is None:
        return
    words = _("Published as version {number}, in pilot") if pilot else _("Published as version {number}")
    yield Happened(
        format_lazy(words, number=version.label),
        version.published_by.name,
        version.published_at,
        tone="success",
        icon="send",
    )
    report = getattr(pilot, "report", None) if pilot else None
    if report:
        yield Happened(
            format_lazy(_("Pilot ended: {decision}"), decision=ExitReport.Decision(report.decision).label),
            report.reported_by.name,
            report.reported_at,
            report.learned,
            "success" if report.decision == ExitReport.Decision.PUBLISH else "warning",
        )
