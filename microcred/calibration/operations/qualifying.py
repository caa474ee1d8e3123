"""The verbs of the test by which assessors qualify: saying its terms, taking it, ruling on what it left open."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import (
    AttemptEnd,
    AttemptPaper,
    AttemptReading,
    AttemptRuling,
    Certificate,
    Paper,
    PaperReading,
    QualifyingAttempt,
    QualifyingTerms,
)
from microcred.calibration.operations.exemplars import in_use
from microcred.calibration.operations.panels import Judgement, read_paper
from microcred.calibration.queries import (
    ASSESSING,
    RENEWED_FROM,
    AttemptStanding,
    Offer,
    offer_to,
    passed_over_in,
    standing_in,
    terms_in,
)
from microcred.calibration.rules import FEWEST_TO_QUALIFY, MOST_SET_ASIDE, Terms, verdict_of
from microcred.catalog.models import Version
from microcred.catalog.queries import rubric_lineage_of, title_for_readers
from microcred.credentials.operations import certify_assessor
from microcred.foundation.locks import hold
from microcred.foundation.moments import day_in_words_lazy, weekday_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where, people_with
from microcred.portfolios.operations import note_judge


class TermsContradict(Refusal):
    """The figures of a test cannot all be so."""

    message = _(
        "Poor agreement must be less than good agreement, both chances of error between 1 and 49, the fewest papers no "
        "more than the most, and every other figure at least 1. Change what does not fit."
    )
    status = 422


class FewPapersDecide(Refusal):
    """A test that could end after so few papers that chance decides."""

    message = _(
        "On fewer than {fewest} papers chance decides who qualifies. Ask for at least {fewest}; where you have fewer "
        "qualification papers, nominate more decided work and publish what a panel agreed on."
    )
    field = "fewest"
    status = 422


class TermsStand(Refusal):
    """What was said is what holds already."""

    message = _("These are the terms that hold already. Change a figure, or leave them as they are.")


class NoTest(Refusal):
    """The version has no papers to qualify by, or nobody said the terms."""

    message = _(
        "There is no test for this micro-credential yet: your lead assessor has to publish qualification papers and "
        "say the terms. Ask them about it."
    )


class SeesWhatIsAgreed(Refusal):
    """Who leads the assessing sees what is agreed of every paper."""

    message = _(
        "You lead the assessing here and can see what is agreed of every paper, so the test would show nothing. "
        "Another lead assessor can qualify you by hand, on the page “Who may score”."
    )


class StillCertified(Refusal):
    """The certificate holds for long."""

    message = _(
        "You are qualified until {until}. You can take the test again from {day} on; nothing is to be done now."
    )


class TooEarly(Refusal):
    """The last attempt, or as many as are allowed within a year, did not qualify."""

    message = _(
        "You can try again from {day} on. Practise meanwhile: what is agreed stands beside each practice paper once "
        "you have scored it."
    )


class NotTrained(Refusal):
    """Modules of the training that must be done before are not, or not any more."""

    message = _("Before the test, do your training. Left to do: {modules}. You find it on the page “Learn to score”.")


class NotPractised(Refusal):
    """Anchors are not read, or practice papers not scored."""

    message = _(
        "Before the test, read every anchor and score every practice paper once. Left to do: anchors {anchors}, "
        "practice papers {papers}. You find them on the page “Practice”."
    )


class TooFewPapers(Refusal):
    """There are fewer papers left than the test needs."""

    message = _(
        "The test needs at least {fewest} papers that you have not seen, and there are {papers}. Ask your lead "
        "assessor; they can publish more."
    )


class AnotherPaper(Refusal):
    """The paper is not, or not any more, the one to be read."""

    message = _(
        "This paper is not the one to be read now: it was saved already, perhaps in another tab, or may not be read "
        "any more. Nothing is lost; go on with the test."
    )


class NothingToRule(Refusal):
    """The rule decided the attempt, or a lead did."""

    message = _("This attempt is decided already. Nothing is to be done.")


class ReasonMissing(Refusal):
    """Nobody is qualified, or not, without a reason."""

    message = _("Say what you decide by. It is kept with your name, and the assessor reads it.")
    field = "reason"
    status = 422


@operation
def say_terms(
    *, actor: Person, organization: Organization, at: datetime, pauses: bool = True, **figures: int
) -> QualifyingTerms:
    """Say by which terms people qualify from now on for what an organization, and those below it, offer.

    Attempts that were begun go on by the terms of their day.

    Args:
        actor: A lead assessor of the organization.
        pauses, figures: those of `Terms`; what is left out is as proposed.

    Raises:
        FewPapersDecide, TermsContradict, TermsStand, NotAllowed.
    """
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=organization, at=at):
        raise NotAllowed
    hold(organization.pk)
    if figures.get("fewest", FEWEST_TO_QUALIFY) < FEWEST_TO_QUALIFY:
        raise FewPapersDecide(fewest=FEWEST_TO_QUALIFY)
    try:
        terms = Terms(pauses=pauses, **figures)
    except ValueError:
        raise TermsContradict from None
    before = terms_in(organization)
    if before is not None and before.organization_id == organization.pk and before.figures == terms:
        raise TermsStand
    return QualifyingTerms.objects.create(organization=organization, declared_by=actor, declared_at=at, **vars(terms))


def why_not(offer: Offer, *, at: datetime) -> Refusal | None:
    """Why a person cannot begin the test that they are offered; None: they can, or go on."""
    if offer.leads:
        return SeesWhatIsAgreed()
    if offer.is_open:
        return None
    terms = offer.terms
    if terms is None or offer.paper_set is None:
        return NoTest()
    certificate = offer.certificate
    if certificate is not None and certificate.expires_at - RENEWED_FROM > at:
        day = certificate.expires_at - RENEWED_FROM
        return StillCertified(until=day_in_words_lazy(certificate.expires_at), day=weekday_in_words_lazy(day.date()))
    if offer.again_at is not None and at < offer.again_at:
        return TooEarly(day=weekday_in_words_lazy(_first_whole_day(offer.again_at).date()))
    if offer.training:
        return NotTrained(modules=", ".join(f"“{step.title}”" for step in offer.training))
    if offer.to_open or offer.to_practise:
        return NotPractised(anchors=len(offer.to_open), papers=len(offer.to_practise))
    if offer.papers < terms.figures.fewest:
        return TooFewPapers(fewest=terms.figures.fewest, papers=offer.papers)
    return None


@operation
def take_test(*, actor: Person, version: Version, at: datetime, seed: int | None = None) -> AttemptPaper | None:
    """Begin the test of a version, or go on with it: open the paper that is to be read now, the same until it is read.

    From then on nobody tells the actor whose it is. None: no paper is left that may be read, and the attempt has ended.

    Args:
        actor: Somebody who assesses for the owner of the version, and does not lead its assessing.
        seed: of the order of the papers, when it begins; by default a new one. It is kept.

    Raises:
        SeesWhatIsAgreed, NoTest, StillCertified, TooEarly, NotTrained, NotPractised, TooFewPapers, NotAllowed.
    """
    _assesses(actor, version, at)
    # One attempt at a time; and whoever learns whose something is takes this lock first, as whoever opens a paper.
    hold(actor.pk)
    offer = offer_to(actor, version, at=at)
    refusal = why_not(offer, at=at)
    if refusal is not None:
        raise refusal
    standing = offer.last
    if standing is None or standing.end is not None:
        if offer.terms is None or offer.paper_set is None:
            raise NoTest
        attempt = QualifyingAttempt.objects.create(
            person=actor,
            version=version,
            terms=offer.terms,
            paper_set=offer.paper_set,
            seed=secrets.randbits(62) if seed is None else seed,
            started_at=at,
        )
        standing = standing_in(attempt, at=at)
    if standing.given is not None:
        return standing.given
    if standing.waiting is None:
        _conclude(standing, at)
        return None
    paper = Paper.objects.select_related("submission").get(pk=standing.waiting)
    note_judge(actor=actor, submission=paper.submission, at=at)
    position = standing.attempt.papers.count() + 1
    return AttemptPaper.objects.create(attempt=standing.attempt, paper=paper, position=position, given_at=at)


@operation
def answer_paper(
    *, actor: Person, given: AttemptPaper, judgements: Mapping[UUID, Judgement], form_key: UUID, at: datetime
) -> AttemptStanding:
    """Save the reading of a paper of a test for good; the rule then says qualified, not yet, or the next paper.

    Whoever qualifies has their certificate at once. The same form sent twice is one reading.

    Raises:
        AnotherPaper, SeesWhatIsAgreed, ConsentMissing, PaperRetired, CriterionUnscored, NotAllowed.
    """
    attempt = given.attempt
    if attempt.person_id != actor.pk:
        raise NotAllowed
    _assesses(actor, attempt.version, at)
    hold(actor.pk)
    if AttemptReading.objects.filter(given=given, reading__form_key=form_key).exists():
        return standing_in(attempt, at=at)
    if acts_as(actor, Role.LEAD_ASSESSOR, for_organization=attempt.version.micro_credential.owner, at=at):
        raise SeesWhatIsAgreed
    if standing_in(attempt, at=at).given != given:
        raise AnotherPaper
    in_use(given.paper)
    reading = read_paper(actor, given.paper, judgements, PaperReading.Purpose.QUALIFYING, form_key=form_key, at=at)
    AttemptReading.objects.create(given=given, reading=reading)
    standing = standing_in(attempt, at=at)
    _conclude(standing, at)
    return standing_in(QualifyingAttempt.objects.get(pk=attempt.pk), at=at)


@operation
def rule_on_attempt(
    *, actor: Person, attempt: QualifyingAttempt, qualifies: bool, reason: str, at: datetime
) -> AttemptRuling:
    """Decide an attempt that the rule left open, with the reason. Once.

    Args:
        actor: A lead assessor of the organization that offers the micro-credential; not the person themselves.

    Raises:
        NothingToRule, ReasonMissing, NotAllowed.
    """
    owner = attempt.version.micro_credential.owner
    if attempt.person_id == actor.pk or not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=owner, at=at):
        raise NotAllowed
    hold(attempt.person_id)
    if not reason.strip():
        raise ReasonMissing
    open_ones = AttemptEnd.objects.filter(attempt=attempt, verdict=AttemptEnd.Verdict.UNDECIDED)
    if not open_ones.exists() or AttemptRuling.objects.filter(attempt=attempt).exists():
        raise NothingToRule
    row = AttemptRuling.objects.create(
        attempt=attempt, qualifies=qualifies, reason=reason.strip(), ruled_by=actor, ruled_at=at
    )
    if qualifies:
        _certify(attempt, at)
    else:
        _tell_of_no(attempt, at)
    return row


def _assesses(person: Person, version: Version, at: datetime) -> None:
    owners = organizations_where(person, *sorted(ASSESSING), at=at)
    if not owners.filter(pk=version.micro_credential.owner_id).exists():
        raise NotAllowed


def _first_whole_day(moment: datetime) -> datetime:
    """The day on which somebody who is told a day can be sure of it."""
    return moment if moment.time() == moment.time().min else moment + timedelta(days=1)


def _conclude(standing: AttemptStanding, at: datetime) -> None:
    """End an attempt that the rule decides, or that has no paper left."""
    attempt = standing.attempt
    is_more = standing.given is not None or standing.waiting is not None
    verdict = verdict_of(attempt.terms.figures.test, standing.papers, is_more=is_more)
    if verdict is None:
        return
    aside = passed_over_in(attempt)
    if verdict == "qualified" and aside > MOST_SET_ASIDE:
        verdict = "undecided"
    end = AttemptEnd.objects.create(attempt=attempt, verdict=AttemptEnd.Verdict(verdict), ended_at=at)
    if end.verdict == AttemptEnd.Verdict.QUALIFIED:
        _certify(attempt, at)
    _tell_leads(attempt, end, aside, at)


def _certify(attempt: QualifyingAttempt, at: datetime) -> Certificate:
    until = at + timedelta(days=attempt.terms.valid_days)
    badge = certify_assessor(
        actor=None,
        person=attempt.person,
        version=attempt.version,
        criteria=_criteria(attempt.terms),
        until=until,
        at=at,
    )
    certificate = Certificate.objects.create(
        attempt=attempt,
        assessor=attempt.person,
        version=rubric_lineage_of(attempt.version),
        starts_at=at,
        expires_at=until,
        badge=badge,
    )
    title = title_for_readers(attempt.version)
    tell(
        actor=None,
        person=attempt.person,
        kind="certified",
        subject=format_lazy(_("You are qualified to score “{title}”"), title=title),
        body=format_lazy(
            _(
                "You may score “{title}”, and every version of it with the same rubric, until {day}. You are reminded "
                "before that; the test can be taken again in the last 60 days."
            ),
            title=title,
            day=day_in_words_lazy(certificate.expires_at),
        ),
        path=reverse("qualifying", args=[attempt.version_id]),
        key=f"certified:{certificate.pk}",
        at=at,
    )
    return certificate


def _criteria(terms: QualifyingTerms) -> str:
    """What one had to show, as the credential says it: in English, as all that is signed beside awards."""
    papers = terms.figures
    return (
        f"A sequential test on real submissions of which a panel agreed what they show, read without names: at least "
        f"{papers.fewest} and at most {papers.most}. Who gives the agreed level for {terms.poor} of 100 criteria "
        f"qualifies with a chance of at most {terms.wrongly_in} %, and who gives it for {terms.good} of 100 "
        f"fails with one of at most {terms.wrongly_out} %. What the test left open a lead assessor decided."
    )


def _tell_of_no(attempt: QualifyingAttempt, at: datetime) -> None:
    title = title_for_readers(attempt.version)
    tell(
        actor=None,
        person=attempt.person,
        kind="attempt_ruled",
        subject=format_lazy(_("Not yet qualified to score “{title}”"), title=title),
        body=_(
            "A lead assessor looked at your attempt. You find why, what to practise and when you can try again there."
        ),
        path=reverse("qualifying", args=[attempt.version_id]),
        key=f"attempt_ruled:{attempt.pk}",
        at=at,
    )


def _tell_leads(attempt: QualifyingAttempt, end: AttemptEnd, aside: int, at: datetime) -> None:
    facts = {"name": attempt.person.name, "title": title_for_readers(attempt.version)}
    subject = _("{name} qualified to score “{title}”")
    body = _("They may score it from now on. What they found otherwise than agreed stands with the attempt.")
    if end.verdict == AttemptEnd.Verdict.NOT_YET:
        subject = _("{name} did not qualify yet to score “{title}”")
        body = _("They see which criteria to practise, and when they can try again.")
    elif end.verdict == AttemptEnd.Verdict.UNDECIDED:
        subject = _("Please decide whether {name} qualifies to score “{title}”")
        body = _("No paper is left to tell. Look at where they differ from what is agreed, and decide with a reason.")
        if aside > MOST_SET_ASIDE:
            body = format_lazy(
                _(
                    "They set {count} papers aside for privacy instead of reading them, so that the rule does not "
                    "decide by the others alone. See what became of these, and decide with a reason."
                ),
                count=aside,
            )
    for lead in people_with(Role.LEAD_ASSESSOR, organization=attempt.version.micro_credential.owner, at=at):
        tell(
            actor=None,
            person=lead,
            kind="attempt_ended",
            subject=format_lazy(subject, **facts),
            body=body,
            path=reverse("attempt", args=[attempt.version_id, attempt.pk]),
            key=f"attempt_ended:{attempt.pk}",
            at=at,
        )
