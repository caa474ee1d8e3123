"""Who gets through the doors of scoring."""

from microcred.calibration.models import RightPause
from microcred.scoring.models import (
    Alarm,
    KeptComment,
    NotedPin,
    Question,
    QuestionStep,
    ResetCampaign,
    Result,
    ScoredPin,
    ToldPin,
)
from tests.house.access_table import EVERYONE, NOBODY

AT_THE_QUEUE = {"ben", "bea", "lena", "other_assessor", "other_lead_assessor"}
READER, EDUCATOR = {"ben"}, {"ada"}

DOORS = {
    "queue": {"GET": AT_THE_QUEUE, "POST": NOBODY},
    "claim": {"POST": AT_THE_QUEUE},
    "availability": {"GET": AT_THE_QUEUE, "POST": AT_THE_QUEUE},
    "capacity": {"GET": {"lena"}, "POST": NOBODY},
    "promise_record": {"GET": EVERYONE, "POST": NOBODY},
    "offers_pause": {"POST": AT_THE_QUEUE},
    "offers_resumption": {"POST": AT_THE_QUEUE},
    "workbench": {"GET": READER, "POST": NOBODY},
    "mark": {"POST": READER},
    "word": {"POST": READER},
    "preview": {"GET": READER, "POST": NOBODY},
    "lease": {"POST": READER},
    "claim_end": {"POST": READER},
    "claim_taken": {"POST": {"lena"}},
    "recusal": {"POST": READER},
    "originality_flag": {"POST": READER},
    "scoring": {"GET": READER, "POST": READER},
    "anchors": {"GET": READER, "POST": NOBODY},
    "questions": {"GET": READER, "POST": READER},
    "question_wait": {"POST": READER},
    "question_further": {"POST": NOBODY},
    "lead_questions": {"GET": {"lena", "other_lead_assessor"}, "POST": NOBODY},
    "lead_question": {"GET": {"lena"}, "POST": {"lena"}},
    "lead_answer": {"POST": {"lena"}},
    "decision_rules": {"GET": {"lena"}, "POST": {"lena"}},
    "evidence": {"GET": READER, "POST": NOBODY},
    "evidence_form": {"GET": NOBODY, "POST": NOBODY},
    "evidence_pins": {"GET": READER, "POST": READER},
    "evidence_pin": {"POST": READER},
    "evidence_pin_removal": {"POST": READER},
    "evidence_page": {"GET": READER, "POST": NOBODY},
    "quarantine_evidence": {"POST": READER},
    "quarantine_words": {"POST": READER},
    "kept_comments": {"GET": AT_THE_QUEUE, "POST": AT_THE_QUEUE},
    "kept_comment": {"POST": READER},
    "kept_comment_removal": {"POST": READER},
    "kept_comment_sharing": {"POST": NOBODY},
    "shared_comments": {"GET": {"lena"}, "POST": NOBODY},
    "kept_from_mark": {"POST": READER},
    "kept_use": {"POST": READER},
    "clocks": {"GET": {"lena", "other_lead_assessor"}, "POST": NOBODY},
    "clock_stops": {"POST": {"lena"}},
    "clock_goes_on": {"POST": {"lena"}},
    "back_reads": {"GET": {"lena", "other_lead_assessor"}, "POST": NOBODY},
    "back_read": {"GET": NOBODY, "POST": NOBODY},
    "back_read_release": {"POST": NOBODY},
    "back_read_afresh": {"POST": NOBODY},
    "better_words": {"POST": NOBODY},
    "rewording": {"GET": NOBODY, "POST": NOBODY},
    "resets": {"GET": {"lena", "other_lead_assessor"}, "POST": NOBODY},
    "reset_preview": {"GET": {"lena"}, "POST": {"lena"}},
    "reset": {"GET": {"lena"}, "POST": NOBODY},
    "readers": {"GET": {"lena"}, "POST": NOBODY},
    "right_pause": {"POST": {"lena"}},
    "right_pause_decision": {"POST": {"lena"}},
    "alarm_answer": {"POST": {"lena"}},
    "reading_policies": {"GET": {"lena", "other_lead_assessor"}, "POST": NOBODY},
    "reading_policy": {"GET": {"lena"}, "POST": {"lena"}},
    "version_reading_policy": {"GET": {"lena"}, "POST": {"lena"}},
    "version_reading_policy_end": {"POST": {"lena"}},
    "artifact_differences": {"GET": {"lena", "other_lead_assessor"}, "POST": NOBODY},
    "artifact_difference": {"GET": NOBODY, "POST": NOBODY},
    "assistance": {"GET": {"lena"}, "POST": {"lena"}},
    "suggestion": {"POST": NOBODY},
    "quality_aims": {"GET": {"lena"}, "POST": {"lena"}},
    "version_quality_aims": {"GET": {"lena"}, "POST": {"lena"}},
    "appeals": {"GET": {"lena", "other_lead_assessor"}, "POST": NOBODY},
    "appeal_terms": {"GET": {"lena"}, "POST": {"lena"}},
    "appeal_screening": {"GET": NOBODY, "POST": NOBODY},
    "appeal": {"GET": EDUCATOR, "POST": EDUCATOR},
    "appeal_withdrawal": {"POST": NOBODY},
    "feedback": {"GET": EDUCATOR, "POST": NOBODY},
    "feedback_pin": {"GET": EDUCATOR, "POST": NOBODY},
    "feedback_pdf": {"GET": EDUCATOR, "POST": NOBODY},
    "feedback_rating": {"POST": EDUCATOR},
}


def _item(world):
    return {"item_id": world.queue_item.pk}


def _holding(world):
    return {"claim_number": world.queue_item.claim_number}


def _decided(world):
    return {"submission_id": world.earned_submission.pk}


def _alarm(world):
    item = world.queue_item
    facts = {"signal": "harsher", "readings": [], "checks": 40, "exact": 20}
    about = {"organization": item.version.micro_credential.owner, "assessor": item.assessor}
    alarm, _new = Alarm.objects.get_or_create(**about, defaults={**facts, "raised_at": item.entered_at})
    return {"alarm_id": alarm.pk}


def _reader(world):
    item = world.queue_item
    return {"slug": item.version.micro_credential.owner.slug, "person_id": item.assessor_id}


def _pause(world):
    item = world.queue_item
    pause, _new = RightPause.objects.get_or_create(
        assessor=item.assessor, version=item.version, because="drift", defaults={"paused_at": item.entered_at}
    )
    return {"pause_id": pause.pk}


def _reset(world):
    """A reset that reaches nothing."""
    version = world.queue_item.version
    about = {"organization": version.micro_credential.owner, "version": version, "form_key": version.pk}
    facts = {"until": world.queue_item.entered_at, "begun_at": world.queue_item.entered_at}
    by = {"reason": "The anchors had been exchanged.", "tells_at_start": False, "begun_by": world.queue_item.assessor}
    campaign, _new = ResetCampaign.objects.get_or_create(**about, defaults={**facts, **by})
    return {"campaign_id": campaign.pk}


def _question(world):
    """What Ben asks about the submission that he holds."""
    item = world.queue_item
    question, is_new = Question.objects.get_or_create(
        item=item, asked_by=item.assessor, defaults={"asked_at": item.entered_at}
    )
    if is_new:
        claim = item.claims.get(number=item.claims_made)
        facts = {"words": "One note, or two?", "until": item.due_at, "taken_at": item.entered_at}
        QuestionStep.objects.create(question=question, kind="asked", claim=claim, taken_by=item.assessor, **facts)
    return {"question_id": question.pk}


def _kept(world):
    item = world.queue_item
    about = {"kept_by": item.assessor, "text": "Add [what you saw].", "criterion": None}
    kept, _new = KeptComment.objects.get_or_create(
        **about, defaults={"kept_at": item.entered_at, "changed_at": item.entered_at}
    )
    return {"comment_id": kept.pk}


def _noted_pin(world):
    """A pin by Ben, whose reading it is."""
    piece = world.submitted_item
    about = {"item": world.queue_item, "assessor": world.queue_item.assessor, "criterion": world.criterion}
    where = {"piece": piece, "seen": piece.item, "saved_at": world.queue_item.entered_at}
    pin, _new = NotedPin.objects.get_or_create(**about, defaults=where)
    return {**_item(world), "pin_id": pin.pk}


def _told_pin(world):
    """A pin that Ada is told of, with what she earned."""
    submission = world.earned_submission
    result = Result.objects.filter(decision__submission=submission).select_related("score").first()
    piece = submission.items.select_related("item").first()
    where = {"piece": piece, "seen": piece.item, "position": 1}
    scored, _new = ScoredPin.objects.get_or_create(score=result.score, defaults=where)
    told, _new = ToldPin.objects.get_or_create(
        scored=scored, defaults={"result": result, "submission": submission, **where}
    )
    return {"submission_id": submission.pk, "pin_id": told.pk}


ARGUMENTS = {
    "evidence_pins": lambda world: {**_item(world), "piece_id": world.submitted_item.pk},
    "evidence_pin": _noted_pin,
    "evidence_pin_removal": _noted_pin,
    "evidence_page": lambda world: {**_item(world), "piece_id": world.submitted_item.pk, "number": 1},
    "feedback_pin": _told_pin,
    **dict.fromkeys(("kept_comment", "kept_comment_removal", "kept_comment_sharing"), _kept),
    "shared_comments": lambda world: {"slug": world.queue_item.version.micro_credential.owner.slug},
    "kept_from_mark": lambda world: {**_item(world), "criterion_id": world.criterion.pk},
    "kept_use": lambda world: {**_item(world), "criterion_id": world.criterion.pk, **_kept(world)},
    "capacity": lambda world: {"slug": world.queue_item.version.micro_credential.owner.slug},
    "promise_record": lambda world: {"slug": world.queue_item.version.micro_credential.owner.slug},
    "question_further": lambda world: {**_item(world), "question_id": world.queue_item.pk},
    **dict.fromkeys(("lead_question", "lead_answer"), _question),
    "decision_rules": lambda world: {"version_id": world.queue_item.version_id},
    "reset_preview": lambda world: {"slug": world.queue_item.version.micro_credential.owner.slug},
    "reset": _reset,
    "readers": lambda world: {"slug": world.queue_item.version.micro_credential.owner.slug},
    "right_pause": _reader,
    "right_pause_decision": _pause,
    "alarm_answer": _alarm,
    **dict.fromkeys(
        ("back_read", "back_read_release", "back_read_afresh"),
        lambda world: {"back_read_id": world.queue_item.pk},
    ),
    "better_words": lambda world: {"back_read_id": world.queue_item.pk, "scoring_id": world.queue_item.pk},
    "rewording": lambda world: {"step_id": world.queue_item.pk},
    **dict.fromkeys(
        (
            "workbench",
            "originality_flag",
            "word",
            "preview",
            "lease",
            "claim_end",
            "claim_taken",
            "recusal",
            "scoring",
            "anchors",
            "questions",
            "question_wait",
            "clock_stops",
            "clock_goes_on",
        ),
        _item,
    ),
    "artifact_difference": lambda world: {"difference_id": world.queue_item.pk},
    "assistance": lambda world: {"slug": world.queue_item.version.micro_credential.owner.slug},
    "suggestion": lambda world: {**_item(world), "criterion_id": world.criterion.pk},
    "mark": lambda world: {**_item(world), "criterion_id": world.criterion.pk},
    "quarantine_words": lambda world: {**_item(world), "words_id": world.queue_item.submission.texts.first().pk},
    "quarantine_evidence": lambda world: {**_item(world), "piece_id": world.submitted_item.pk},
    "evidence": lambda world: {**_item(world), "piece_id": world.submitted_item.pk},
    "evidence_form": lambda world: {**_item(world), "piece_id": world.submitted_item.pk, "form": "pages"},
    "appeal_terms": lambda world: {"slug": world.queue_item.version.micro_credential.owner.slug},
    "appeal_screening": lambda world: {"appeal_id": world.earned_submission.pk},
    "appeal": _decided,
    "appeal_withdrawal": _decided,
    "quality_aims": lambda world: {"slug": world.queue_item.version.micro_credential.owner.slug},
    "reading_policy": lambda world: {"slug": world.queue_item.version.micro_credential.owner.slug},
    **dict.fromkeys(
        ("version_reading_policy", "version_reading_policy_end", "version_quality_aims"),
        lambda world: {"version_id": world.queue_item.version_id},
    ),
    "feedback": _decided,
    "feedback_pdf": _decided,
    "feedback_rating": _decided,
}

BODIES = {
    ("kept_comments", "POST"): lambda world: {"text": "Add [what you saw]."},
    ("kept_comment", "POST"): lambda world: {"text": "Add [what you read].", "revision": 1},
    ("kept_from_mark", "POST"): lambda world: {**_holding(world), "text": "Add who was there."},
    ("kept_use", "POST"): lambda world: {**_holding(world), "text": ""},
    ("questions", "POST"): lambda world: {**_holding(world), "words": "One note, or two?"},
    ("lead_answer", "POST"): lambda world: {"words": "One that says what was decided."},
    ("decision_rules", "POST"): lambda world: {"criterion": world.criterion.pk, "words": "One note suffices."},
    ("feedback_rating", "POST"): lambda world: {"said": "helped"},
    ("right_pause", "POST"): lambda world: {"version": world.queue_item.version_id, "reason": "Let us talk first."},
    ("right_pause_decision", "POST"): lambda world: {"decision": "reinstate", "reason": "We talked."},
    ("alarm_answer", "POST"): lambda world: {"reason": "We read two papers together."},
    ("quarantine_evidence", "POST"): lambda world: {**_holding(world), "reason": "other"},
    ("quarantine_words", "POST"): lambda world: {**_holding(world), "reason": "other"},
    ("evidence_pins", "POST"): lambda world: {**_holding(world), "criterion": world.criterion.pk},
    **{(name, "POST"): _holding for name in ("evidence_pin", "evidence_pin_removal")},
    **{(name, "POST"): _holding for name in ("word", "lease", "claim_end", "recusal", "scoring")},
    **{(name, "POST"): _holding for name in ("word", "lease", "claim_end", "recusal", "scoring", "question_wait")},
    **{(name, "POST"): lambda world: {"reason": "evidence"} for name in ("clock_stops", "clock_goes_on")},
    ("claim_taken", "POST"): lambda world: {"claim": world.queue_item.claims.get().pk, "reason": "They are ill."},
    ("originality_flag", "POST"): lambda world: {"words": "Two voices."},
    ("mark", "POST"): lambda world: {**_holding(world), "level": world.criterion.levels.first().pk},
}
