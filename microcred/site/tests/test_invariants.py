"""Each invariant is broken in turn, behind every guard's back, and must be the one that says so."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from microcred.billing.models import Line
from microcred.billing.operations import lock_period, open_period, reverse, state_rate
from microcred.calibration.events import TrainingCompleted
from microcred.calibration.models import (
    ApplicationDecision,
    ApplicationReference,
    AssessorApplication,
    Certificate,
    Consensus,
    Paper,
    PaperSet,
    QualifyingAttempt,
    QualifyingTerms,
    RightPause,
    RightPauseEnd,
    TrainingCompletion,
    TrainingEdition,
    TrainingMark,
    TrainingRequirement,
    TrainingTerms,
    VettingRules,
)
from microcred.calibration.operations import qualify, use_general_modules
from microcred.calibration.rules import USUAL
from microcred.calibration.rules.vetting import Asked
from microcred.catalog.models import (
    Criterion,
    Stack,
)
from microcred.catalog.operations import begin_pilot
from microcred.catalog.queries import rubric_lineage_of
from microcred.credentials.lists import Listed
from microcred.credentials.models import Award, DocumentIntent, Issuance, KeyCondemnation, Revocation
from microcred.credentials.operations import issue, revoke, sign_batch, write_batch
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.foundation.frozen import frozen_tables
from microcred.foundation.ids import uuid7
from microcred.foundation.models import OutboxEvent, PendingDelivery, StoredFile
from microcred.foundation.outbox import announce
from microcred.foundation.postgres import address_of
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, register
from microcred.pathways.models import Cohort, Enrolment
from microcred.portfolios.models import (
    CleanCopy,
    CleanWordsDraft,
    Opening,
    Pause,
    PreCheck,
    PreCheckWay,
    Quarantine,
    Sight,
    TimeRequest,
    Withdrawal,
)
from microcred.programs.models import Arrival, Seat
from microcred.quality.queries import components_of
from microcred.recognition.models import (
    AcceptanceDecision,
    AcceptanceReading,
    Activity,
    ActivityAllowance,
    ActivityEnding,
    ActivityRuling,
    ActivityStatement,
    Adjustment,
    Allowance,
    ApprovalDecision,
    ApprovalWithdrawal,
    AuditFinding,
    AuditItem,
    BatchLine,
    CreditSet,
    CycleChange,
    Entry,
    Fact,
    FactRuling,
    FactStatement,
    LicenceRuling,
    Recognition,
    Reversal,
    Ruling,
    RulingRetraction,
    TranscriptLook,
)
from microcred.recognition.operations import recognize
from microcred.recognition.operations.acceptance import read_for_acceptance
from microcred.recognition.operations.activities import confirm_activities
from microcred.recognition.operations.reevaluation import try_out
from microcred.recognition.operations.sharing import end_transcript_share, look_at_transcript, share_transcript
from microcred.recognition.rules.acceptance import Verdict
from microcred.scoring.models import (
    Appeal,
    AppealDecision,
    AppealWithdrawal,
    Assistance,
    AssistanceTerms,
    Availability,
    Claim,
    Decision,
    FeedbackFinding,
    FeedbackRating,
    KeptComment,
    Question,
    QuestionStep,
    QueueItem,
    ResetCampaign,
    ResetCase,
    ResetOutcome,
    Result,
    Score,
    ScoredPin,
    Scoring,
    Suggestion,
    ToldPin,
)
from microcred.scoring.operations import appeal, declare_policy, let_go
from microcred.scoring.rules import RECOMMENDED
from microcred.site.demo.stories import STRENGTHS, TEAM, hand_in, marks, overall, read, take_part, told
from microcred.site.invariants import INVARIANTS
from microcred.site.invariants.credit import (
    ACCEPTED_ONCE,
    IN_ANOTHERS_PLACE,
    KEPT_WHERE_IT_BELONGS,
    LOOKED_WHILE_OPEN,
    OF_THEIR_OWN,
    TAKEN_BACK_BY_OTHERS,
)
from tests.house.access_table.pathways import enrolled as enrolled_in_pathway
from tests.story import Story, tell

pytestmark = pytest.mark.xdist_group("invariants")

Break = Callable[[Story], None]
BREAKS: list[tuple[str, Break]] = []


def breaks(promise: str) -> Callable[[Break], Break]:
    """Say which promise a function breaks, and no other."""

    def register(function: Break) -> Break:
        BREAKS.append((promise, function))
        return function

    return register


@contextmanager
def as_owner() -> Iterator[None]:
    """Let Django speak to the test's database as the role that owns it, which alone may stand guards down."""
    ours = connections["default"]
    owner = ours.copy()
    address = address_of(os.environ["DATABASE_OWNER_URL"])
    owner.settings_dict |= {"USER": address.role, "PASSWORD": address.password}
    connections["default"] = owner
    try:
        yield
    finally:
        owner.close()
        connections["default"] = ours


@pytest.fixture(scope="module")
def unguarded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Story]:
    """The story, and Gus, who has earned what Ada has and heard “not yet” on what Ada waits for.

    No trigger keeps frozen rows frozen, and foreign keys are looked at when the transaction ends, which it never does.
    """
    with django_db_blocker.unblock(), as_owner(), transaction.atomic():
        story = tell()
        gus, begun = story.person("gus"), story.world.at + timedelta(days=35)
        item = QueueItem.objects.get(submission=story.submission)
        let_go(actor=story.person("ben"), item=item, claim_number=item.claim_number, at=now())
        take_part(story.world, gus, at=story.world.at + timedelta(days=21))
        hand_in_and_be_read(story, gus, at=begun)
        pay_for_what_was_read(story)
        assert story.stipend.amount == 250
        assert story.lane_export.number == 1
        outbox.deliver_all()
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in frozen_tables():
            execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        execute("SET CONSTRAINTS ALL DEFERRED")
        yield story
        transaction.set_rollback(True)


def hand_in_and_be_read(story: Story, gus: Person, *, at: datetime) -> None:
    """Both of Gus's are read more than once: two agree on the one; of the other Lena sees two criteria otherwise."""
    ben, bea, lena = (story.person(key) for key in ("ben", "bea", "lena"))
    read_on, stack = at + timedelta(days=5), story.world.stacks["collective-leadership"]
    lou = register(actor=None, name="Lou", email="lou@example.org")
    appoint(actor=None, person=lou, organization=story.places["carolinacred"], role=Role.LEAD_ASSESSOR, at=at)
    for lead, assessor in ((lena, bea), (lou, lena)):
        expires_at = at + timedelta(days=100)
        qualify(actor=lead, assessor=assessor, stack=stack, basis="Twenty papers.", at=at, expires_at=expires_at)
    earned = hand_in(story.world, gus, story.earned_submission.pursuit.version, told(STRENGTHS), at=at)
    for reader in (ben, bea):
        read(story.world, earned, marks(STRENGTHS), feedback=overall(STRENGTHS), at=read_on, by=reader)
    begin_pilot(actor=story.person("cora"), version=story.version, size=10, at=at)
    short = hand_in(story.world, gus, story.version, told(TEAM), at=at)
    usual = marks(TEAM)
    hers = usual | {"membership": ("Proficient", "Well chosen."), "working-agreements": ("Proficient", "Clear.")}
    for reader, levels in ((ben, usual), (lena, hers), (bea, usual)):
        read(story.world, short, levels, feedback=overall(TEAM), at=read_on, by=reader)


def pay_for_what_was_read(story: Story) -> None:
    """What was read is paid, one reading of it is taken back, and the next period is open."""
    rosa, place, at = story.person("rosa"), story.places["carolinacred"], now()
    appoint(actor=None, person=rosa, organization=place, role=Role.ORG_ADMIN, at=at)
    begins, turn, ends = ((story.world.at + timedelta(days=days)).date() for days in (0, 50, 90))
    state_rate(
        actor=rosa, organization=place, amount=Decimal(25), currency="USD", minutes=None, starts_on=begins, at=at
    )
    paid = open_period(actor=rosa, organization=place, starts_on=begins, ends_on=turn, at=at)
    lock_period(actor=rosa, period=paid, at=at)
    open_period(actor=rosa, organization=place, starts_on=turn, ends_on=ends, at=at)
    line = Line.objects.select_related("unit", "period__organization").first()
    reverse(actor=rosa, line=line, reason="Paid on paper.", pay_again=False, at=at)
    outbox.deliver_all()


def appealed(story: Story) -> AppealDecision:
    """What came of an appeal by Gus of what three had read: two fresh readers find met what was short."""
    decision, at = read_thrice(), now() - timedelta(hours=2)
    made = appeal(actor=decision.submission.pursuit.person, decision=decision, grounds=[Appeal.Ground.EVIDENCE], at=at)
    usual = marks(TEAM) | {"working-agreements": ("Proficient", "It is there, on page two.")}
    for number, name in enumerate(("Fern", "Fitz"), start=1):
        reader = register(actor=None, name=name, email=f"fresh-{number}@example.org")
        place, stack = story.places["carolinacred"], story.world.stacks["collective-leadership"]
        appoint(actor=None, person=reader, organization=place, role=Role.ASSESSOR, at=at)
        lena, ends = story.person("lena"), at + timedelta(days=9)
        qualify(actor=lena, assessor=reader, stack=stack, basis="Twenty papers.", at=at, expires_at=ends)
        read(story.world, decision.submission, usual, feedback="", at=at + timedelta(hours=1), by=reader)
    return AppealDecision.objects.get(appeal=made)


def read_thrice() -> Decision:
    """The decision of which three had to read."""
    return Decision.objects.get(readings=3)


@pytest.fixture
def story(unguarded: Story) -> Iterator[Story]:
    """The story as it was, whatever the test before did to it."""
    with transaction.atomic():
        yield unguarded
        transaction.set_rollback(True)


def execute(statement: str, *values: object) -> None:
    """Run a statement that must touch a row, if it touches rows at all."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount != 0, f"nothing to break: {statement}"


def broken() -> dict[str, list[str]]:
    """What is found, by the promise that it breaks."""
    return {invariant.promise: found for invariant in INVARIANTS if (found := invariant.violations())}


@breaks("A cohort is held to an edition of its own pathway that was in effect on the day it begins")
def a_cohort_is_held_to_rules_that_came_later(story: Story) -> None:
    rules = enrolled_in_pathway(story).cohort.rule_set
    Cohort.objects.create(
        pathway=rules.pathway, rule_set=rules, name="Early", starts_on=date(2019, 8, 1), opened_at=now()
    )


@breaks("Nobody takes part in one pathway twice at a time")
def somebody_takes_part_in_a_pathway_twice(story: Story) -> None:
    there = enrolled_in_pathway(story)
    Enrolment.objects.create(
        cohort=there.cohort, person=there.person, entered_on=there.entered_on, enrolled_at=there.enrolled_at
    )


@breaks("What was found in words is of a criterion that the reading judged itself, and of its own other words")
def something_is_found_of_another_rubric(story: Story) -> None:
    reading = Scoring.objects.filter(submission=story.earned_submission).first()
    elsewhere = Criterion.objects.exclude(version=story.earned_submission.pursuit.version).first()
    FeedbackFinding.objects.create(scoring=reading, criterion=elsewhere, kind="evidence")


@breaks("A kept comment is for a criterion of its version, and a shared one for what its organization offers")
def a_comment_is_shared_by_who_offers_nothing_of_it(story: Story) -> None:
    KeptComment.objects.create(
        organization=Organization.objects.exclude(pk=story.version.micro_credential.owner_id).first(),
        shared_by=story.person("lena"),
        version=story.version,
        text="Add [what you saw].",
        kept_at=now(),
        changed_at=now(),
    )


def applied(story: Story, **decision: Any) -> AssessorApplication:
    stack = Stack.objects.filter(places__micro_credential=story.version.micro_credential_id).earliest("pk")
    facts = {"is_open": True, "pledge": "…", "declared_by": story.person("lena"), "declared_at": now()}
    figures = {name: value for name, value in vars(Asked()).items() if name != "look"}
    rules = VettingRules.objects.create(stack=stack, number=1, **facts, **figures)
    application = AssessorApplication.objects.create(person=story.person("ada"), rules=rules, applied_at=now())
    if decision:
        said = {"verdict": "accepted", "reason": "…", "found": [], "decided_at": now(), **decision}
        ApplicationDecision.objects.create(application=application, **said)
    return application


LET_IN = "Nobody decided about their own application, and who was accepted met every rule that can be told"


@breaks(LET_IN)
def somebody_lets_themselves_in(story: Story) -> None:
    applied(story, decided_by=story.person("ada"), verdict="declined")


@breaks(LET_IN)
def somebody_is_let_in_who_is_no_teacher(story: Story) -> None:
    applied(story, decided_by=story.person("lena"), found=[{"rule": "years", "met": "not_met", "has": 0, "asks": 3}])


@breaks("An application came to one end, and nobody whom it names can be asked any more after it")
def a_reference_is_asked_after_the_decision(story: Story) -> None:
    application = applied(story, decided_by=story.person("lena"))
    ApplicationReference.objects.create(
        application=application, position=1, name="Kim", email="kim@example.net", token_digest="0", expires_at=now()
    )


@breaks("What a paper shows is agreed of every criterion after two scored it blind; no other stands in a set")
def something_is_agreed_without_a_panel(story: Story) -> None:
    earned, lena, at = story.earned_submission, story.person("lena"), now()
    facts = {"version": earned.pursuit.version, "number": 1, "nominated_by": lena, "nominated_at": at, "close_to": []}
    paper = Paper.objects.create(submission=earned, **facts)
    Consensus.objects.create(paper=paper, recorded_by=lena, recorded_at=at)


@breaks("A clock stands still for a question only while somebody waits for its answer, and no educator's for a paper")
def a_clock_stands_still_for_no_question(story: Story) -> None:
    Pause.objects.create(submission=story.submission, reason=Pause.Reason.QUESTION, paused_at=now())


@breaks("Nobody waits for two answers about one submission, nor is answered by who asked or who reads it")
def somebody_answers_themselves(story: Story) -> None:
    item, ben, at = QueueItem.objects.get(submission=story.submission), story.person("ben"), now()
    claim = Claim.objects.create(
        item=item, number=99, own_number=99, assessor=ben, claimed_at=at, lease_expires_at=at + timedelta(hours=1)
    )
    question = Question.objects.create(item=item, asked_by=ben, asked_at=at)
    said = {"question": question, "words": "One.", "taken_by": ben, "taken_at": at}
    asked = QuestionStep.objects.create(**said, kind="asked", claim=claim, until=at + timedelta(days=3))
    QuestionStep.objects.create(**said, kind="answered", answers=asked, ends=asked)


@breaks("Who is certified read as many papers as the terms ask, none of which they knew, or a lead said so")
def somebody_is_certified_without_a_test(story: Story) -> None:
    version, lena, bea, at = story.version, story.person("lena"), story.person("bea"), now()
    terms = QualifyingTerms.objects.create(
        organization=version.micro_credential.owner, declared_by=lena, declared_at=at, **vars(USUAL)
    )
    papers = PaperSet.objects.create(
        version=version, kind=PaperSet.Kind.QUALIFICATION, number=1, published_by=lena, published_at=at
    )
    attempt = QualifyingAttempt.objects.create(
        person=bea, version=version, terms=terms, paper_set=papers, seed=1, started_at=at
    )
    Certificate.objects.create(
        attempt=attempt, assessor=bea, version=version, starts_at=at, expires_at=at + timedelta(days=365)
    )


def _bias(story: Story) -> TrainingEdition:
    """The module on bias of whom the version is."""
    owner, lena = story.version.micro_credential.owner, story.person("lena")
    use_general_modules(actor=lena, organization=owner, at=now())
    return TrainingEdition.objects.get(module__organization=owner, module__subject="bias")


@breaks("Nobody began a test without the training that had to be done before it then")
def somebody_is_tried_untrained(story: Story) -> None:
    version, lena, edition = story.version, story.person("lena"), _bias(story)
    owner, at = version.micro_credential.owner, now()
    asked = TrainingTerms.objects.create(organization=owner, rubric=False, declared_by=lena, declared_at=at)
    TrainingRequirement.objects.create(terms=asked, module=edition.module, position=1)
    terms = QualifyingTerms.objects.create(organization=owner, declared_by=lena, declared_at=at, **vars(USUAL))
    papers = PaperSet.objects.create(
        version=version, kind=PaperSet.Kind.QUALIFICATION, number=1, published_by=lena, published_at=at
    )
    QualifyingAttempt.objects.create(
        person=story.person("bea"), version=version, terms=terms, paper_set=papers, seed=1, started_at=now()
    )


@breaks("Of a module that is done, no time of single pages before it is kept")
def what_was_read_when_is_remembered(story: Story) -> None:
    edition, bea, at = _bias(story), story.person("bea"), now()
    TrainingMark.objects.create(person=bea, edition=edition, page=1, tab=uuid4(), kind="opened", at=at)
    completed_at = at + timedelta(minutes=1)
    done = TrainingCompletion.objects.create(person=bea, edition=edition, minutes=1, completed_at=completed_at)
    announce(TrainingCompleted(done.pk))


@breaks("Every module that was done is one unit of work with its minutes, or the news of it is on its way")
def a_module_is_done_and_no_work(story: Story) -> None:
    about = {"person": story.person("bea"), "edition": _bias(story), "minutes": 12}
    TrainingCompletion.objects.create(completed_at=now(), **about)


@breaks("Editions of a module count from 1 without gaps")
def an_edition_is_skipped(story: Story) -> None:
    first = _bias(story)
    TrainingEdition.objects.create(
        module=first.module,
        number=3,
        again=False,
        texts=first.texts,
        minutes=1,
        published_by=first.published_by,
        published_at=now(),
    )


@breaks("Nobody took new work by a rubric while their right to score by it was paused")
def somebody_claims_in_spite_of_a_pause(story: Story) -> None:
    version = rubric_lineage_of(story.earned_submission.pursuit.version)
    pause = RightPause.objects.create(assessor=story.person("ben"), version=version, because="drift", paused_at=now())
    execute("UPDATE calibration_rightpause SET created_at = '2000-01-01' WHERE id = %s", pause.pk)


@breaks("Nobody was given new work between the moment at which they paused and the one at which they went on")
def somebody_is_given_work_in_spite_of_their_own_pause(story: Story) -> None:
    said = Availability.objects.create(assessor=story.person("ben"), paused=True, declared_at=now())
    execute("UPDATE scoring_availability SET created_at = '2000-01-01' WHERE id = %s", said.pk)


@breaks("A pause that a recalibration ended was ended by as many papers as were asked, none of which they knew")
def a_right_is_reinstated_without_papers(story: Story) -> None:
    pause = RightPause.objects.create(
        assessor=story.person("bea"), version=story.version, because="drift", paused_at=now()
    )
    RightPauseEnd.objects.create(pause=pause, how="recalibrated", ended_at=now())


@breaks("What educators say of feedback was said within thirty days of the decision, edition by edition")
def feedback_is_rated_too_late(story: Story) -> None:
    decision = Decision.objects.get(submission=story.earned_submission)
    late = decision.decided_at + timedelta(days=30)
    FeedbackRating.objects.create(decision=decision, number=1, said="helped", rated_at=late)


@breaks("No program suggested anything for a third reading or what is read afresh, or where it was not allowed")
def a_program_suggests_where_nobody_allowed_it(story: Story) -> None:
    item, lena = QueueItem.objects.get(submission=story.earned_submission), story.person("lena")
    terms = AssistanceTerms.objects.create(
        micro_credential=item.version.micro_credential, allowed=False, declared_at=now(), declared_by=lena
    )
    about = {"item": item, "assessor": lena, "terms": terms, "assistant": "rubric-words", "came": "suggested"}
    assistance = Assistance.objects.create(**about, asked_at=item.entered_at)
    Suggestion.objects.create(assistance=assistance, criterion=item.version.criteria.first(), places=[[1, 1]])


@breaks("The digest on every receipt is the digest of what was frozen")
def a_manifest_is_edited(story: Story) -> None:
    execute("UPDATE portfolios_submission SET manifest = manifest || ' ' WHERE id = %s", story.submission.pk)


@breaks("Every frozen answer has the digest it was frozen with")
def a_frozen_answer_is_edited(story: Story) -> None:
    execute("UPDATE portfolios_submittedtext SET text = text || '!' WHERE id = %s", story.submission.texts.first().pk)


@breaks("Every submission was attested, and submissions count from 1 without gaps")
def an_attestation_is_lost(story: Story) -> None:
    execute("DELETE FROM portfolios_attestation WHERE submission_id = %s", story.submission.pk)


@breaks("Every submission was attested, and submissions count from 1 without gaps")
def a_submission_is_lost(story: Story) -> None:
    execute("UPDATE portfolios_submission SET number = 2 WHERE id = %s", story.submission.pk)


@breaks("What was withdrawn or came back incomplete did not use up an attempt, and nothing ended in two ways")
def an_attempt_is_lost(story: Story) -> None:
    execute("UPDATE portfolios_submission SET attempt = 2 WHERE id = %s", story.submission.pk)


@breaks("Nothing was withdrawn that somebody had opened")
def a_submission_is_withdrawn_while_it_is_read(story: Story) -> None:
    Opening.objects.get_or_create(submission=story.submission, defaults={"opened_at": now()})
    Withdrawal.objects.create(submission=story.submission, withdrawn_at=now())


@breaks("No draft of clean words is kept once what it was for is no longer set aside")
def clean_words_are_left_behind(story: Story) -> None:
    text = story.submission.texts.first()
    seen = {"words_sha256": text.digest, "reason": Quarantine.Reason.OTHER, "quarantined_at": now()}
    aside = Quarantine.objects.create(submission=story.submission, text=text, raised_by=story.person("ben"), **seen)
    digests = {"sha256": "0" * 64, "digest": "0" * 64}
    CleanCopy.objects.create(quarantine=aside, words="A pupil.", statement="{}", put_in_at=now(), **digests)
    CleanWordsDraft.objects.create(quarantine=aside, words="A pup", saved_at=now())


@breaks("Every stored file is there")
def a_file_is_named_whose_bytes_were_never_written(story: Story) -> None:
    StoredFile.objects.create(sha256="0" * 64, size=1, media_type="text/plain", name="lost.txt")


IN_THE_QUEUE = "Every submission stands in the queue or before it with a pre-checker, or the news of it is on its way"


@breaks(IN_THE_QUEUE)
def a_submission_falls_out_of_the_queue(story: Story) -> None:
    execute("DELETE FROM scoring_queueitem WHERE submission_id = %s", story.submission.pk)


@breaks("A look before the judgement is settled exactly when it was passed on, came back incomplete, or was taken back")
def a_look_ends_in_nothing(story: Story) -> None:
    looked_at_first(story, settled_at=now())


def looked_at_first(story: Story, *, settled_at: datetime | None) -> None:
    PreCheck.objects.create(
        submission=story.submission, way=PreCheckWay.PERSON, begun_at=now(), close_to=[], settled_at=settled_at
    )


@breaks("Nobody holds work to judge it of whom they learned before whose it is, or learns that of what they held")
def who_judges_is_told_whose_it_is(story: Story) -> None:
    facts = {"pursuit": story.submission.pursuit, "way": Sight.Way.TIME, "seen_at": now()}
    Sight.objects.create(person=story.person("ben"), **facts)


@breaks("A request for more time ended in one way, and none waits for work that was handed in after it")
def more_time_is_still_asked_for_what_was_handed_in(story: Story) -> None:
    asked_at = story.submission.submitted_at - timedelta(days=1)
    TimeRequest.objects.create(pursuit=story.submission.pursuit, reason="A fever.", asked_at=asked_at)


@breaks("Every decision rests on one score for each criterion in each reading, and on one result")
def a_score_is_lost(story: Story) -> None:
    decision = Decision.objects.get(submission=story.earned_submission)
    execute(
        "DELETE FROM scoring_score WHERE id = (SELECT id FROM scoring_score WHERE scoring_id = %s LIMIT 1)",
        decision.scoring_id,
    )


@breaks("Every decision rests on one score for each criterion in each reading, and on one result")
def a_result_is_lost(story: Story) -> None:
    decision = read_thrice()
    execute(
        "DELETE FROM scoring_result WHERE id = (SELECT id FROM scoring_result WHERE decision_id = %s LIMIT 1)",
        decision.pk,
    )


@breaks("A pin of an assessor points into the submission that was read, and is told with the criterion that it is to")
def a_pin_points_into_the_work_of_another(story: Story) -> None:
    decision = Decision.objects.get(submission=story.earned_submission)
    piece = story.submission.items.select_related("item").first()
    score = Score.objects.filter(scoring=decision.scoring_id).first()
    ScoredPin.objects.create(score=score, piece=piece, seen=piece.item, position=1)


@breaks("A pin of an assessor points into the submission that was read, and is told with the criterion that it is to")
def a_pin_is_told_in_other_words(story: Story) -> None:
    result = Result.objects.filter(decision__submission=story.earned_submission).select_related("score").first()
    piece = story.earned_submission.items.select_related("item").first()
    where = {"piece": piece, "seen": piece.item, "position": 1}
    scored = ScoredPin.objects.create(score=result.score, words="Here.", **where)
    ToldPin.objects.create(submission=story.earned_submission, scored=scored, result=result, words="There.", **where)


@breaks("A submission has as many readings as the queue counts, and its decision rests on all that were asked for")
def a_reading_is_counted_that_was_never_saved(story: Story) -> None:
    execute(
        "UPDATE scoring_queueitem SET readings_asked = 2, readings_saved = 1 WHERE submission_id = %s",
        story.submission.pk,
    )


@breaks("A submission has as many readings as the queue counts, and its decision rests on all that were asked for")
def it_is_decided_before_all_have_read(story: Story) -> None:
    execute("UPDATE scoring_queueitem SET readings_asked = 4 WHERE submission_id = %s", read_thrice().submission_id)


@breaks("Of each criterion stands the level that most readings find reached, and no two that differ decided alone")
def the_level_of_one_is_let_stand_against_two(story: Story) -> None:
    decision = read_thrice()
    lone = Score.objects.get(scoring__assessor=story.person("lena"), comment="Well chosen.")
    execute(
        "UPDATE scoring_result SET score_id = %s WHERE decision_id = %s AND criterion_id = %s",
        *(lone.pk, decision.pk, lone.criterion_id),
    )


@breaks(
    "Where readers decide and not criteria, there stands a level that one of them gave, and no two that differ on the "
    "outcome decided alone"
)
def one_reading_is_called_a_majority(story: Story) -> None:
    decision = Decision.objects.get(submission=story.earned_submission)
    policy = declare_policy(
        actor=story.person("lena"),
        organization=decision.submission.pursuit.version.micro_credential.owner,
        policy=RECOMMENDED,
        reason="Narrow ones are read twice.",
        at=now(),
    )
    execute("UPDATE scoring_decision SET policy_id = %s WHERE id = %s", policy.pk, decision.pk)
    execute("UPDATE scoring_result SET way = 'majority' WHERE decision_id = %s", decision.pk)


@breaks("Every decision is what the version's rule makes of the levels that stand")
def a_score_is_lowered_after_the_decision(story: Story) -> None:
    decision = Decision.objects.get(submission=story.earned_submission)
    execute(
        """
        UPDATE scoring_score AS score SET level_id = lower.id FROM catalog_level AS lower
        JOIN catalog_criterion AS criterion ON criterion.id = lower.criterion_id
        WHERE score.scoring_id = %s AND score.criterion_id = criterion.id
          AND lower.position < criterion.required_position
        """,
        decision.scoring_id,
    )


@breaks("A submission is settled in the queue exactly when a decision stands, or it was withdrawn")
def a_decided_submission_waits_again(story: Story) -> None:
    execute("UPDATE scoring_queueitem SET settled_at = NULL WHERE submission_id = %s", story.earned_submission.pk)


@breaks("A submission is settled in the queue exactly when a decision stands, or it was withdrawn")
def a_submission_leaves_the_queue_undecided(story: Story) -> None:
    execute("UPDATE scoring_queueitem SET settled_at = now() WHERE submission_id = %s", story.submission.pk)


@breaks("What has all its readings and no decision waits for a lead's look, and no lead looks at what they read")
def it_has_all_its_readings_and_waits_for_nothing(story: Story) -> None:
    QueueItem.objects.filter(submission=story.submission).update(readings_asked=0)


@breaks("An appeal rests on fresh readers alone, lowers nothing, and what it raised is met in the educator's work")
def what_an_appeal_raised_stays_short(story: Story) -> None:
    appealed(story)
    execute("DELETE FROM portfolios_raised")


@breaks("An appeal rests on fresh readers alone, lowers nothing, and what it raised is met in the educator's work")
def whoever_held_the_work_before_reads_the_appeal(story: Story) -> None:
    reader = appealed(story).scoring.assessor
    execute("UPDATE portfolios_judge SET since = since - interval '90 days' WHERE person_id = %s", reader.pk)


@breaks("No decision rests on a reading that another replaced, and what a reset says it has read afresh is")
def a_reset_says_that_it_is_read_afresh_and_it_is_not(story: Story) -> None:
    version = story.submission.pursuit.version
    campaign = ResetCampaign.objects.create(
        organization=version.micro_credential.owner,
        version=version,
        until=now(),
        reason="The anchors had been exchanged.",
        tells_at_start=False,
        form_key=uuid4(),
        begun_at=now(),
        begun_by=story.person("lena"),
    )
    reached = ResetCase.objects.create(campaign=campaign, submission=story.submission)
    ResetOutcome.objects.create(case=reached, consequence="afresh", done_at=now())


@breaks("An appeal ended in one way, and none that goes on lets what was handed in after it be read")
def an_appeal_was_decided_and_taken_back(story: Story) -> None:
    AppealWithdrawal.objects.create(appeal=appealed(story).appeal, withdrawn_at=now())


@breaks("What is read to see how its reader judges decides nothing, and lies with nobody but its reader")
def a_paper_waits_for_somebody_by_no_draw(story: Story) -> None:
    earned, lena, at = story.earned_submission, story.person("lena"), now()
    facts = {"version": earned.pursuit.version, "close_to": []}
    paper = Paper.objects.create(submission=earned, number=1, nominated_by=lena, nominated_at=at, **facts)
    QueueItem.of_all.create(
        submission=earned, paper=paper, reader=lena, own_alias="ABCD-EFGH", entered_at=at, due_at=at, **facts
    )


@breaks("Every “not yet” came back to the educator, every “earned” completed the pursuit")
def an_earned_pursuit_stays_open(story: Story) -> None:
    execute("DELETE FROM portfolios_completion WHERE pursuit_id = %s", story.earned_submission.pursuit_id)


@breaks("Every “not yet” came back to the educator, every “earned” completed the pursuit")
def a_submission_that_fell_short_is_not_returned(story: Story) -> None:
    execute("DELETE FROM portfolios_return")


@breaks("Nobody scored who shares a school or district with the educator, nor their own work")
def an_educator_scored_their_own_work(story: Story) -> None:
    execute(
        "UPDATE scoring_scoring SET assessor_id = %s WHERE submission_id = %s",
        story.person("ada").pk,
        story.earned_submission.pk,
    )


@breaks("Nobody scored who shares a school or district with the educator, nor their own work")
def a_neighbour_scored(story: Story) -> None:
    appoint(
        actor=None,
        person=story.person("ben"),
        organization=story.places["rock-hill"],
        role=Role.ORG_ADMIN,
        at=now() - timedelta(days=400),
    )


@breaks("Every earned decision has its award intent, and every intent its earned decision, or the list it stands on")
def an_award_rests_on_nothing(story: Story) -> None:
    execute("UPDATE credentials_awardintent SET source = gen_random_uuid() WHERE id = %s", story.award.pk)


@breaks(
    "Every row of a list that is written down has one intent or was passed over, and has its award once it is signed; "
    "what was issued to one person has one intent"
)
def a_row_of_a_list_is_lost(story: Story) -> None:
    issuance = issue(
        actor=None,
        version=story.version,
        rows=[Listed(2, "imported@example.org", "Imported", now() - timedelta(days=400))],
        basis=Issuance.Basis.IMPORTED,
        origin="An earlier host",
        key="",
        tells=False,
        at=now(),
    )
    write_batch(actor=None, batch=issuance.batches.get(), at=now())
    sign_batch(actor=None, batch=issuance.batches.get(), at=now())
    outbox.deliver_all()
    assert broken() == {}
    execute("UPDATE credentials_batchwriting SET passed_over = 1")


@breaks("What was to be signed is as it was written down, and what was signed is as it was stored")
def an_intent_is_edited(story: Story) -> None:
    execute("UPDATE credentials_awardintent SET unsigned = unsigned || ' ' WHERE id = %s", story.award.pk)


@breaks("What was to be signed is as it was written down, and what was signed is as it was stored")
def a_signed_document_is_edited(story: Story) -> None:
    execute("UPDATE credentials_signedcredential SET text = text || ' ' WHERE intent_id = %s", story.award.pk)


def its_stipend_rests_elsewhere(story: Story) -> None:
    """What an award pays has a promise of its own, which is not the one to be broken."""
    execute("UPDATE rewards_entryaward SET award_id = %s", the_award_of_gus(story).pk)
    execute("UPDATE rewards_stipendentry SET person_id = %s", story.person("gus").pk)


def an_intent_was_never_signed(story: Story, *, for_minutes: int) -> None:
    its_stipend_rests_elsewhere(story)
    for table in ("recognition_entry", "recognition_recognition", "credentials_awardresult"):
        execute(f"DELETE FROM {table} WHERE award_id = %s", story.award.pk)
    intent = story.award.pk
    execute("DELETE FROM credentials_award WHERE id = %s", intent)
    execute("DELETE FROM credentials_signedcredential WHERE intent_id = %s", intent)
    # By the database's clock, as the promise is: in the transaction that all tests here share it stands still.
    execute(
        "UPDATE credentials_awardintent SET created_at = now() - make_interval(mins => %s) WHERE id = %s",
        for_minutes,
        intent,
    )


@breaks(
    "No award waits to be signed for more than ten minutes unless its issuer is stopped or somebody must uphold it; "
    "none stands without its signed document"
)
def an_award_waits_for_a_signature_that_does_not_come(story: Story) -> None:
    an_intent_was_never_signed(story, for_minutes=11)


@breaks(
    "No award waits to be signed for more than ten minutes unless its issuer is stopped or somebody must uphold it; "
    "none stands without its signed document"
)
def an_award_stands_without_its_document(story: Story) -> None:
    execute("DELETE FROM credentials_signedcredential WHERE intent_id = %s", story.award.pk)


@breaks("Four hours after a key was condemned, what stands of what it signed is signed again, or its issuer is stopped")
def what_a_stolen_key_signed_is_forgotten(story: Story) -> None:
    KeyCondemnation.objects.create(
        key=story.award.intent.key, since=now(), condemned_at=now() - timedelta(hours=5), reason="A theft."
    )


@breaks("One person holds one current award of a version")
def an_award_is_doubled(story: Story) -> None:
    execute(
        "UPDATE credentials_award SET person_id = %s WHERE person_id = %s",
        story.person("ada").pk,
        story.person("gus").pk,
    )


@breaks("The credential of a stack stands once for a person, and rests on awards of theirs that hold")
def a_stack_rests_on_somebody_else(story: Story) -> None:
    made = DocumentIntent.objects.create(
        kind=DocumentIntent.Kind.STACK,
        issuer=story.award.issuer,
        person=story.person("ada"),
        stack=Stack.objects.first(),
        name="A stack",
        intended_at=now(),
        key=story.award.intent.key,
        unsigned="{}",
        digest=sha256(b"{}").hexdigest(),
    )
    made.awards.set([the_award_of_gus(story)])


@breaks("Published status lists say of every award whether it is revoked or suspended")
def a_list_calls_an_award_revoked_that_stands(story: Story) -> None:
    revoke(actor=story.person("lena"), award=the_award_of_gus(story), reason="A mistake.", at=now())
    execute("DELETE FROM credentials_revocation")


@breaks("Published status lists say of every award whether it is revoked or suspended")
def a_list_keeps_quiet_about_a_revocation(story: Story) -> None:
    Revocation.objects.create(
        award=the_award_of_gus(story), revoked_at=now(), revoked_by=story.person("lena"), reason="A mistake."
    )


@breaks("Seats taken are seats held, and no more than there are")
def a_seat_is_counted_that_nobody_holds(story: Story) -> None:
    execute("UPDATE programs_program SET taken = taken + 1 WHERE id = %s", story.program.pk)


@breaks("Nobody waits while a seat is free, nobody overtakes who came before, nobody stands in line twice")
def somebody_waits_beside_a_free_seat(story: Story) -> None:
    arrives(story, "rosa", number=1000)


@breaks("Nobody waits while a seat is free, nobody overtakes who came before, nobody stands in line twice")
def somebody_was_overtaken(story: Story) -> None:
    arrives(story, "rosa", number=0)
    execute("UPDATE programs_program SET seats = taken WHERE id = %s", story.program.pk)


@breaks("Nobody waits while a seat is free, nobody overtakes who came before, nobody stands in line twice")
def somebody_sits_twice(story: Story) -> None:
    Seat.objects.create(arrival=arrives(story, "ada", number=1000), taken_at=now())
    execute("UPDATE programs_program SET taken = taken + 1 WHERE id = %s", story.program.pk)


@breaks("A trial of rules wrote nothing into the ledger, and one that was for real names what it was because of")
def a_trial_that_wrote(story: Story) -> None:
    trial = try_out(actor=story.person("femi"), policy=story.policy, at=now())
    execute(
        "UPDATE recognition_recognition SET reevaluation_id = %s WHERE id = %s", trial.pk, story.entry.recognition_id
    )


@breaks("Every entry of the ledger rests on a recognition that counts, of the same award or activity, and policy")
def credit_stands_on_a_recognition_that_does_not_count(story: Story) -> None:
    execute("UPDATE recognition_recognition SET outcome = 'undecided' WHERE id = %s", story.entry.recognition_id)


@breaks("Credit for an activity stands only while it is confirmed, or stands in other books, and has not ended")
def an_activity_ends_and_its_credit_stays(story: Story) -> None:
    _confirmed_activity(story)
    recognize(actor=None, person=story.person("ada"), at=now())
    entry = Entry.objects.get(statement__isnull=False)
    ActivityEnding.objects.create(activity=entry.stated.activity, why="withdrawn", ended_at=now())


@breaks("Nobody confirmed an activity of their own, nor that of whom they stood in for")
def an_activity_is_confirmed_by_its_educator(story: Story) -> None:
    ruling = _confirmed_activity(story)
    execute("UPDATE recognition_activityruling SET ruled_by_id = %s WHERE id = %s", story.person("ada").pk, ruling.pk)


def _fact(story: Story, of: str) -> Fact:
    agency = story.places["south-carolina"]
    name = "approved provider"
    return Fact.objects.create(person=story.person(of), award=story.entry.award, jurisdiction=agency, name=name)


@breaks(OF_THEIR_OWN)
def a_fact_about_somebody_elses_award(story: Story) -> None:
    _fact(story, of="omar")


@breaks("Nobody ruled on a fact about themselves, or about an award or activity of theirs")
def a_fact_is_confirmed_by_its_educator(story: Story) -> None:
    ada = story.person("ada")
    stated = FactStatement.objects.create(
        fact=_fact(story, of="ada"), number=1, is_so=True, stated_by=ada, stated_at=now()
    )
    FactRuling.objects.create(statement=stated, outcome="confirmed", ruled_by=ada, ruled_at=now())


@breaks("What was confirmed of an activity was neither stated anew nor given or robbed of a document since")
def a_confirmed_activity_is_corrected(story: Story) -> None:
    again = ActivityStatement.objects.get(pk=_confirmed_activity(story).statement_id)
    again.pk, again.number = uuid7(), again.number + 1
    again.save(force_insert=True)


@breaks(ACCEPTED_ONCE)
def what_was_accepted_is_revoked_and_nobody_hears(story: Story) -> None:
    _accepted(story)
    execute("UPDATE badge_hosts_externalcredential SET verdict = 'revoked'")


@breaks("An activity that was accepted is its asker's own, of something they held, for renewing, and was accepted")
def what_was_accepted_was_for_something_else(story: Story) -> None:
    _accepted(story)
    execute("UPDATE recognition_acceptancerequest SET purpose = 'licensure' WHERE id = %s", story.acceptance_request.pk)


def _accepted(story: Story) -> None:
    other, request = register(actor=None, name="Fay", email="fay@example.org"), story.acceptance_request
    appoint(actor=None, person=other, organization=request.recognizer, role=Role.LICENSURE_OFFICER, at=now())
    for reviewer in (story.person("femi"), other):
        read_for_acceptance(
            actor=reviewer,
            request=request,
            accepts=True,
            hours=Decimal(10),
            reason="Judged by people.",
            marks={component.id: Verdict.MET for component in components_of(request.edition)},
            at=now(),
        )
    assert Activity.objects.filter(acceptance__request=request).count() == 1


def _confirmed_activity(story: Story) -> ActivityRuling:
    (ruling,) = confirm_activities(actor=story.person("omar"), statements=[story.activity_statement], at=now())
    return ruling


@breaks("No entry of the ledger is worth less than nothing, whatever has been adjusted")
def credit_is_taken_back_twice(story: Story) -> None:
    again = Recognition.objects.get(pk=story.entry.recognition_id)
    again.pk = uuid7()
    again.save(force_insert=True)
    Adjustment.objects.create(entry=story.entry, recognition=again, amount=-story.entry.amount - 1, entered_at=now())


@breaks(KEPT_WHERE_IT_BELONGS)
def a_university_keeps_a_cycle(story: Story) -> None:
    cycle = story.entry.cycle
    CycleChange.objects.create(
        cycle=cycle,
        keeper=story.places["carolinacred"],
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        needed=cycle.needed,
        changed_at=now(),
    )


@breaks(IN_ANOTHERS_PLACE)
def credit_stands_in_the_place_of_credit_that_counts(story: Story) -> None:
    execute("UPDATE recognition_entry SET moved_from_id = id WHERE id = %s", story.entry.pk)


@breaks("No credit stands in a cycle that has ended")
def a_cycle_has_ended_and_its_credit_counts(story: Story) -> None:
    cycle = story.entry.cycle
    CycleChange.objects.create(
        cycle=cycle,
        keeper=cycle.keeper,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        needed=cycle.needed,
        ended=True,
        changed_at=now(),
    )


@breaks("Credit of a revoked award is reversed, or the news of it is on its way")
def credit_outlives_its_award(story: Story) -> None:
    its_stipend_rests_elsewhere(story)
    revoke(actor=story.person("lena"), award=story.award, reason="A mistake.", at=now())
    execute("DELETE FROM foundation_pendingdelivery")


@breaks("Nobody confirmed a license or work of their own")
def somebody_confirmed_their_own_license(story: Story) -> None:
    LicenceRuling.objects.create(
        statement=story.licence_statement, outcome="confirmed", ruled_at=now(), ruled_by=story.person("ada")
    )


@breaks("Nobody looked at what they asked to be accepted themselves")
def somebody_looked_at_their_own_request(story: Story) -> None:
    AcceptanceReading.objects.create(
        request=story.acceptance_request, reviewer=story.person("ada"), accepts=False, reason="No.", read_at=now()
    )


@breaks("What is decided of a request for acceptance rests on as many readings of one mind as were asked for")
def a_request_is_decided_that_nobody_read(story: Story) -> None:
    AcceptanceDecision.objects.create(request=story.acceptance_request, accepted=False, decided_at=now())


@breaks("Two agreements about the same never hold on one day")
def two_agreements_hold_at_once(story: Story) -> None:
    agreement = story.agreement
    agreement.pk, agreement.number, agreement._state.adding = uuid4(), 2, True
    agreement.save()


@breaks("Who stood in for somebody never ruled on their credit, and only while it was delegated")
def somebody_ruled_before_it_was_delegated(story: Story) -> None:
    held = story.delegation
    Ruling.objects.create(
        entry=story.entry,
        outcome="confirmed",
        ruled_at=held.starts_at - timedelta(days=1),
        ruled_by=held.delegate,
        delegation=held,
    )


@breaks("Nobody looked once more at what they ruled on, nor at their own credit")
def somebody_audited_themselves(story: Story) -> None:
    item = story.audit_item
    AuditFinding.objects.create(item=item, agrees=True, found_at=now(), found_by=item.ruling.ruled_by)


@breaks("Nobody looked once more at what they ruled on, nor at their own credit")
def somebody_audited_their_own_activity(story: Story) -> None:
    first, statement = story.audit_item, story.activity_statement
    confirm_activities(actor=story.person("omar"), statements=[statement], at=now())
    item = AuditItem.objects.create(sample=first.sample, activity_ruling=statement.ruling, place=9_999)
    AuditFinding.objects.create(item=item, agrees=True, found_at=now(), found_by=story.person("ada"))


@breaks("Nobody allowed themselves anything")
def somebody_allowed_themselves(story: Story) -> None:
    Allowance.objects.create(
        award=story.award,
        policy=story.policy,
        office=story.places["rock-hill"],
        at_most=True,
        amount=1,
        code="other",
        allowed_at=now(),
        allowed_by=story.person("ada"),
    )


@breaks("Less is allowed only of an activity that was confirmed")
def less_is_allowed_of_what_nobody_confirmed(story: Story) -> None:
    ActivityAllowance.objects.create(
        statement=story.activity_statement,
        policy=story.policy,
        office=story.places["rock-hill"],
        amount=1,
        code="other",
        words="So",
        allowed_at=now(),
        allowed_by=story.person("omar"),
    )


@breaks("A line goes to an agency again only after it was rejected, and under its key")
def a_line_goes_again_that_was_not_rejected(story: Story) -> None:
    file = story.batch_file
    before = file.lines.get()
    BatchLine.objects.create(
        file=file, set=before.set, place=2, key=before.key, kind="again", again=before, text=before.text
    )
    execute("UPDATE recognition_batchfile SET lines_count = lines_count + 1")


@breaks("The receipt of a file counts its lines")
def a_receipt_counts_wrong(story: Story) -> None:
    assert story.batch_file
    execute("UPDATE recognition_batchfile SET lines_count = lines_count + 1")


@breaks("No officer decided about credit of their own")
def an_officer_decided_about_their_own(story: Story) -> None:
    one = story.batch_file.lines.get().set
    CreditSet.objects.create(
        cycle=one.cycle,
        jurisdiction=one.jurisdiction,
        number=99,
        outcome="approved",
        amount=1,
        digest="0",
        decided_at=now(),
        decided_by=one.cycle.person,
    )


@breaks("Nobody decided whether they may begin themselves")
def somebody_approved_their_own_request(story: Story) -> None:
    ApprovalDecision.objects.create(
        request=story.approval_request, outcome="approved", decided_at=now(), decided_by=story.person("ada")
    )


@breaks("What was taken back before it was decided was never decided")
def what_was_taken_back_is_decided(story: Story) -> None:
    request = story.approval_request
    ApprovalWithdrawal.objects.create(request=request, withdrawn_at=now())
    ApprovalDecision.objects.create(
        request=request, outcome="approved", decided_at=now(), decided_by=story.person("omar")
    )


@breaks(TAKEN_BACK_BY_OTHERS)
def a_ruling_was_taken_back_and_its_credit_counts(story: Story) -> None:
    omar = story.person("omar")
    ruling = Ruling.objects.create(entry=story.entry, outcome="confirmed", ruled_at=now(), ruled_by=omar)
    RulingRetraction.objects.create(ruling=ruling, code="other", retracted_at=now(), retracted_by=omar)


@breaks(TAKEN_BACK_BY_OTHERS)
def somebody_took_back_what_was_ruled_on_their_own_credit(story: Story) -> None:
    omar = story.person("omar")
    ruling = Ruling.objects.create(entry=story.entry, outcome="declined", ruled_at=now(), ruled_by=omar)
    RulingRetraction.objects.create(ruling=ruling, code="other", retracted_at=now(), retracted_by=story.person("ada"))
    Reversal.objects.create(entry=story.entry, reversed_at=now(), reason="Mine.")


@breaks("Nobody ruled on credit of their own")
def somebody_confirmed_their_own_credit(story: Story) -> None:
    Ruling.objects.create(entry=story.entry, outcome="confirmed", ruled_at=now(), ruled_by=story.person("ada"))


@breaks("Every reading that was saved is one unit of work, or the news of it is on its way")
def a_reading_is_no_work(story: Story) -> None:
    execute("DELETE FROM billing_unit")


@breaks("A locked period pays as many readings and takes back as many as were counted, and lines stand in no other")
def a_line_was_not_counted(story: Story) -> None:
    execute("UPDATE billing_lock SET lines = lines + 1")


@breaks("A locked period pays as many readings and takes back as many as were counted, and lines stand in no other")
def a_line_stands_in_an_open_period(story: Story) -> None:
    execute(
        "INSERT INTO billing_line (id, created_at, period_id, unit_id, turn, rate_id, amount, currency)"
        " SELECT gen_random_uuid(), now(), period.id, gen_random_uuid(), 1, rate.id, rate.amount, rate.currency"
        " FROM billing_period AS period, billing_rate AS rate"
        " WHERE period.id NOT IN (SELECT period_id FROM billing_lock)"
    )


@breaks("A line pays what its rate says, in the name of who stated it, to the smallest coin")
def a_line_pays_more(story: Story) -> None:
    execute("UPDATE billing_line SET amount = amount + 1")


@breaks("A reading is paid once, and anew only after that was taken back to pay it anew")
def a_reading_is_paid_twice(story: Story) -> None:
    execute(
        "INSERT INTO billing_line (id, created_at, period_id, unit_id, turn, rate_id, amount, currency)"
        " SELECT gen_random_uuid(), now(), period_id, unit_id, 2, rate_id, amount, currency FROM billing_line LIMIT 1"
    )
    execute("UPDATE billing_lock SET lines = lines + 1")


@breaks("What is taken back stands in a later period of the same organization")
def pay_is_taken_back_elsewhere(story: Story) -> None:
    execute(
        "UPDATE billing_period SET organization_id = %s WHERE id IN (SELECT period_id FROM billing_reversal)",
        story.places["rock-hill"].pk,
    )


@breaks("No budget of a stipend is overdrawn")
def a_budget_shrank(story: Story) -> None:
    execute("UPDATE rewards_stipendbudget SET amount = 249.99")


@breaks("Nobody gets more of an offer than its caps allow, in a fiscal year or in all")
def a_cap_was_passed(story: Story) -> None:
    execute("UPDATE rewards_offeredition SET most_in_year = 249.99")


@breaks("Nobody gets more of an offer than its caps allow, in a fiscal year or in all")
def somebody_got_more_in_all(story: Story) -> None:
    execute("UPDATE rewards_offeredition SET most_in_all = 249.99")


@breaks("Nobody approved a stipend of their own, or took one back")
def a_stipend_was_approved_by_its_person(story: Story) -> None:
    execute("UPDATE rewards_stipendentry SET approved_by_id = person_id")


@breaks("A stipend that is paid stands in a locked period, with its amount, and is taken back in a later one")
def a_stipend_was_paid_in_an_open_period(story: Story) -> None:
    execute("DELETE FROM rewards_stipendlock")


@breaks("A stipend that is paid stands in a locked period, with its amount, and is taken back in a later one")
def a_payout_was_not_counted(story: Story) -> None:
    execute("UPDATE rewards_stipendlock SET payouts = payouts + 1")


@breaks("A stipend is entered again only after it was taken back to be")
def a_stipend_was_entered_twice(story: Story) -> None:
    execute("UPDATE rewards_stipendentry SET turn = 2")


@breaks("A stipend rests on awards of its person that hold, or is taken back, or the news of it is on its way")
def a_stipend_rests_on_nothing(story: Story) -> None:
    execute("DELETE FROM rewards_entryaward")


@breaks("An export of lanes calls new what did not stand in the one before, and nothing else")
def a_lane_was_exported_as_known(story: Story) -> None:
    execute("UPDATE rewards_laneexportrow SET change = 'same'")


@breaks("Periods of one organization do not overlap, and are locked in their order")
def a_period_was_left_open(story: Story) -> None:
    execute(
        "INSERT INTO billing_period (id, created_at, organization_id, starts_on, ends_on, opened_at, opened_by_id)"
        " SELECT gen_random_uuid(), now(), organization_id, starts_on - 7, starts_on, now(), opened_by_id"
        " FROM billing_period ORDER BY starts_on LIMIT 1"
    )


@breaks("Periods of one organization do not overlap, and are locked in their order")
def periods_overlap(story: Story) -> None:
    execute("UPDATE billing_period SET ends_on = ends_on + 1 WHERE id IN (SELECT period_id FROM billing_lock)")


@breaks("No news is poisoned, and none waits for more than ten minutes")
def news_is_poisoned(story: Story) -> None:
    PendingDelivery.objects.create(event=OutboxEvent.objects.first(), reaction="a reaction", tries=outbox.MOST_TRIES)


@breaks("No news is poisoned, and none waits for more than ten minutes")
def news_is_forgotten(story: Story) -> None:
    PendingDelivery.objects.create(event=OutboxEvent.objects.first(), reaction="a reaction")
    execute("UPDATE foundation_pendingdelivery SET created_at = now() - interval '11 minutes'")


@breaks("An hour after it was told, every notice has left by mail, or its mail waits to leave")
def a_mail_is_forgotten(story: Story) -> None:
    execute("UPDATE notices_notice SET told_at = now() - interval '61 minutes' WHERE id = %s", story.notice.pk)
    execute("DELETE FROM procrastinate_jobs WHERE args ->> 'notice_id' = %s", str(story.notice.pk))


def look_by_a_link(story: Story) -> TranscriptLook:
    """Somebody looks at Ada's transcript by a link."""
    last_day = now().date() + timedelta(days=7)
    made = share_transcript(actor=story.person("ada"), for_whom="Lincoln", last_day=last_day, at=now())
    return look_at_transcript(actor=None, share=made.share, form=TranscriptLook.Form.PAGE, at=now())


@breaks(LOOKED_WHILE_OPEN)
def somebody_looked_after_the_last_day(story: Story) -> None:
    look_by_a_link(story)
    execute("UPDATE recognition_transcriptshare SET ends_at = shared_at + interval '1 microsecond'")


@breaks(LOOKED_WHILE_OPEN)
def somebody_looked_by_a_link_that_was_ended(story: Story) -> None:
    share = look_by_a_link(story).share
    end_transcript_share(actor=story.person("ada"), share=share, at=now())
    execute("UPDATE recognition_transcriptshareending SET ended_at = ended_at - interval '2 minutes'")


def the_award_of_gus(story: Story) -> Award:
    return Award.objects.get(person=story.person("gus"))


def arrives(story: Story, key: str, *, number: int) -> Arrival:
    """Somebody comes in past the door that counts."""
    return Arrival.objects.create(
        program=story.program, person=story.person(key), number=number, arrived_at=now(), agreement_digest=""
    )


def test_all_hold_of_the_story(story: Story) -> None:
    assert broken() == {}


@pytest.mark.parametrize(("promise", "breaking"), BREAKS, ids=[breaking.__name__ for _promise, breaking in BREAKS])
def test_what_breaks_a_promise_is_found_by_that_promise_alone(story: Story, promise: str, breaking: Break) -> None:
    breaking(story)
    assert list(broken()) == [promise]
    assert len(broken()[promise]) >= 1


def test_no_promise_is_there_that_nothing_can_break() -> None:
    assert {promise for promise, _breaking in BREAKS} == {invariant.promise for invariant in INVARIANTS}


def test_what_a_pre_checker_has_before_them_is_not_lost(story: Story) -> None:
    a_submission_falls_out_of_the_queue(story)
    looked_at_first(story, settled_at=None)
    assert broken() == {}


def test_what_is_on_its_way_is_not_lost(story: Story) -> None:
    """A signature and a place in the queue that a worker has still to give are no violations."""
    an_intent_was_never_signed(story, for_minutes=9)
    a_submission_falls_out_of_the_queue(story)
    received = OutboxEvent.objects.get(
        name="portfolios.SubmissionReceived", facts__submission_id=str(story.submission.pk)
    )
    PendingDelivery.objects.create(event=received, reaction="microcred.scoring.reactions.put_in_queue")
    assert broken() == {}
