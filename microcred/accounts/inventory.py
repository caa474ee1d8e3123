"""What this server holds about people: every table with a way to a person, what an export gives of it, and what an
erasure does to it.

A table added anywhere in the house must be named here (`tests/house/test_people.py`), so that nobody's data is
forgotten: in `TABLES` when its rows are about the person whose they are, in `BY_HAND` when a person only acted there
for an organization.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Fate(StrEnum):
    """What an erasure does to the rows of a table."""

    GONE = "gone"
    BLANKED = "blanked"
    KEPT = "kept"


@dataclass(frozen=True)
class Table:
    """One table whose rows are about the person at the end of `whose`.

    Attributes:
        label: the model, e.g. `portfolios.Answer`.
        whose: the way from the row to its person, e.g. `pursuit__person`.
        also: another way, of rows that have none by the first.
        fate: what an erasure does to its rows.
        why: why it stays, or stays in part; empty where everything goes.
        blank: what stands in a column afterwards, as SQL, by column.
        withheld: why an export leaves the table out; empty where it gives it.
        without: columns that no export gives: what opens something, or speaks of others.
        given: which of their rows an export gives.
    """

    label: str
    whose: str
    fate: Fate = Fate.GONE
    why: str | Promise = ""
    blank: Mapping[str, str] = field(default_factory=dict)
    withheld: str = ""
    without: frozenset[str] = frozenset()
    given: Q = field(default_factory=Q)
    also: str = ""


VERIFY = _(
    "Your awards, as they were signed: an employer or a licensing office that relies on a credential must be able to "
    "check it. They hold no name and no address, only a fingerprint of your address."
)
JUDGED = _(
    "That you handed work in, when, and what was found, as levels: whoever issues an award must be able to answer for "
    "it. Without your words and files, and without what was written about them."
)
LEDGER = _("Renewal credit that a district or state has granted: the law asks it to keep account of that.")
PATHWAY = _(
    "That you took part in a pathway, what its staff recorded, and what they confirmed: a programme must be able to "
    "answer for whom it lets go on."
)
SEATS = _("That a seat of a program was taken, and when: seats are paid for and counted.")
PAY = _(
    "That you read as an assessor, when, and what you were paid for it: the law asks whoever pays to keep account of "
    "that. It stays under an account that no longer says who you were."
)
STIPENDS = _(
    "What a district or state pays or paid you for what you earned, and what you chose: the law asks whoever pays to "
    "keep account of that. It stays under an account that no longer says who you were."
)
ACTED = _(
    "What you did for an organization, like judging, writing or appointing: it belongs to the organization, and stays "
    "under an account that no longer says who you were."
)
APPLIED = _(
    "That you applied to score for an organization, and what it decided: it must be able to answer for that. "
    "Without what you wrote, and without the reasons."
)
PROOF = _("That your account was joined, held or erased, as numbers and times: it must stay provable.")

OTHERS_WORDS = "The names of who judged are not the educator's; what was found stands in the decisions."
WATCHED = "It tells which readings were of papers that came by lot; a lead shows it to whom it is about."
TOLD_OF_CASE = ~Q(kind__in=("paused", "resumed")) & (
    Q(case__steps__kind__in=("asked", "paused"))
    | Q(case__steps__kind="closed", case__steps__outcome__in=("support", "formal", "further"))
)
"""The steps of those cases that the educator is told of, without what one who looks says to another: what an assessor
wondered about, and was nothing, is nobody's to read."""

IN_CONFIDENCE = "Somebody else said it in confidence, to those who decide."

OPENS = "It opens something, and says nothing about the person."


def kept(
    label: str, whose: str, why: str | Promise, *, withheld: str = "", without: tuple[str, ...] = (), also: str = ""
) -> Table:
    """A table whose rows stay as they are."""
    return Table(label, whose, Fate.KEPT, why, withheld=withheld, without=frozenset(without), also=also)


def blanked(
    label: str,
    whose: str,
    why: str | Promise,
    blank: Mapping[str, str],
    *,
    withheld: str = "",
    without: tuple[str, ...] = (),
    given: Q | None = None,
    also: str = "",
) -> Table:
    """A table whose rows stay without what was written in some columns."""
    return Table(label, whose, Fate.BLANKED, why, blank, withheld, frozenset(without), given or Q(), also=also)


def gone(label: str, whose: str, *, withheld: str = "", without: tuple[str, ...] = ()) -> Table:
    """A table whose rows go."""
    return Table(label, whose, withheld=withheld, without=frozenset(without))


NOTHING = "''"
NO_LONGER_SAID = "'…'"
"""Where a rule of the table asks for some reason."""

ACCOUNT = (
    gone("account.EmailAddress", "user"),
    gone("account.EmailConfirmation", "email_address__user", withheld=OPENS),
    gone("mfa.Authenticator", "user", without=("data",)),
    kept("organizations.Membership", "person", ACTED),
    kept("organizations.Acceptance", "person", ACTED),
    gone("notices.Notice", "person"),
    gone("accounts.Export", "person"),
    blanked("accounts.MergeOffer", "asker", PROOF, {"email": NOTHING}, without=("email", "token_digest")),
    kept("accounts.MergeApproval", "offer__asker", PROOF),
    kept("accounts.Merge", "survivor", PROOF),
    kept("accounts.MergedRows", "merge__survivor", PROOF, withheld="Keys of rows that the export gives anyway."),
    kept("accounts.Hold", "person", PROOF),
    kept("accounts.HoldRelease", "hold__person", PROOF),
    kept("accounts.Erasure", "person", PROOF),
    kept("accounts.ErasureCancellation", "erasure__person", PROOF),
    kept("accounts.ErasureDone", "erasure__person", PROOF),
    gone("accounts.NameChange", "person"),
)

WORK = (
    kept("portfolios.Pursuit", "person", JUDGED),
    gone("portfolios.Answer", "pursuit__person"),
    gone("portfolios.AnswerHistory", "answer__pursuit__person"),
    gone("portfolios.Item", "pursuit__person"),
    gone("portfolios.Removal", "item__pursuit__person"),
    gone("portfolios.Arrival", "pursuit__person"),
    gone("portfolios.ExaminationStep", "arrival__pursuit__person"),
    gone("portfolios.Examined", "arrival__pursuit__person"),
    gone("portfolios.FoundMetadata", "arrival__pursuit__person"),
    gone("portfolios.Dismissal", "arrival__pursuit__person"),
    gone("portfolios.Release", "arrival__pursuit__person"),
    gone("portfolios.Redaction", "item__pursuit__person"),
    gone("portfolios.RedactionOutcome", "redaction__item__pursuit__person"),
    gone("portfolios.RedactionUse", "redaction__item__pursuit__person"),
    gone("portfolios.RedactionUndoing", "redaction__item__pursuit__person"),
    gone("portfolios.Rendition", "item__pursuit__person"),
    gone("portfolios.PagePicture", "item__pursuit__person", withheld="Drawn from a file that the export gives anyway."),
    gone("portfolios.Transcript", "item__pursuit__person"),
    gone("portfolios.Upload", "pursuit__person"),
    gone("portfolios.UploadPart", "upload__pursuit__person"),
    gone("portfolios.UploadEnd", "upload__pursuit__person"),
    kept("portfolios.Move", "pursuit__person", JUDGED),
    kept("portfolios.Completion", "pursuit__person", JUDGED),
    blanked("portfolios.Submission", "pursuit__person", JUDGED, {"manifest": NOTHING}),
    gone("portfolios.SubmittedText", "submission__pursuit__person"),
    gone("portfolios.SubmittedItem", "submission__pursuit__person"),
    gone("portfolios.Pin", "item__pursuit__person"),
    gone("portfolios.SubmittedPin", "submission__pursuit__person"),
    gone("portfolios.PieceLanguage", "pursuit__person"),
    gone("portfolios.SubmittedLanguage", "submission__pursuit__person"),
    gone("portfolios.AlternativeReason", "pursuit__person"),
    gone("portfolios.SubmittedAlternative", "submission__pursuit__person"),
    gone("portfolios.Share", "item__pursuit__person"),
    gone("portfolios.ShareEnd", "share__item__pursuit__person"),
    gone("portfolios.TakenUp", "item__pursuit__person"),
    kept("portfolios.Teammate", "pursuit__person", JUDGED, without=("named_by",)),
    kept("portfolios.TeamJoining", "teammate__pursuit__person", JUDGED),
    kept("portfolios.TeamDeparture", "teammate__pursuit__person", JUDGED),
    gone("integrity.Print", "submission__pursuit__person", withheld=OPENS),
    gone("integrity.Match", "here__submission__pursuit__person", withheld=OTHERS_WORDS),
    blanked("integrity.Case", "submission__pursuit__person", JUDGED, {"words": NOTHING}, withheld=OTHERS_WORDS),
    blanked(
        "integrity.Step",
        "case__submission__pursuit__person",
        JUDGED,
        {"words": NOTHING},
        without=("taken_by",),
        given=TOLD_OF_CASE,
    ),
    gone("portfolios.Attestation", "submission__pursuit__person"),
    gone("portfolios.ToolDisclosure", "submission__pursuit__person"),
    kept("portfolios.Return", "submission__pursuit__person", JUDGED),
    blanked("portfolios.Shortfall", "return_row__submission__pursuit__person", JUDGED, {"comment": NOTHING}),
    kept("portfolios.Raised", "shortfall__return_row__submission__pursuit__person", JUDGED),
    kept("portfolios.FreshReading", "submission__pursuit__person", JUDGED),
    kept("portfolios.FreshReadingEnd", "reading__submission__pursuit__person", JUDGED),
    gone("portfolios.Quarantine", "submission__pursuit__person", without=("raised_by",)),
    gone("portfolios.CleanCopy", "quarantine__submission__pursuit__person"),
    gone("portfolios.CleanWordsDraft", "quarantine__submission__pursuit__person"),
    gone("portfolios.Objection", "quarantine__submission__pursuit__person"),
    gone("portfolios.Ruling", "quarantine__submission__pursuit__person", without=("ruled_by",)),
    gone("portfolios.FileLook", "person"),
    gone("portfolios.Overruling", "overruled_by"),
    gone("portfolios.Renaming", "item__pursuit__person"),
    gone("portfolios.Consent", "declared_by"),
    gone("portfolios.DeclaredConflict", "person"),
    gone("portfolios.PlanEntry", "person"),
    gone("portfolios.Goal", "person"),
    gone("portfolios.LearningContract", "person"),
    gone("portfolios.GoalSharing", "person"),
    gone("portfolios.GoalSharingEnd", "sharing__person"),
    gone("portfolios.NeedsAssessment", "person"),
    gone("portfolios.NeedsAnswer", "assessment__person"),
    gone("portfolios.SelfScore", "pursuit__person"),
    gone("portfolios.PeerInvitation", "pursuit__person"),
    gone("portfolios.Peer", "invitation__pursuit__person"),
    gone("portfolios.PeerEnd", "invitation__pursuit__person"),
    gone("portfolios.PeerComment", "peer__invitation__pursuit__person"),
    gone("portfolios.PeerResolution", "comment__peer__invitation__pursuit__person"),
    gone("portfolios.CalendarFeed", "person"),
    kept("portfolios.GivenPromise", "submission__pursuit__person", JUDGED),
    blanked("portfolios.Pause", "submission__pursuit__person", JUDGED, {"note": NOTHING}),
    kept("portfolios.Resumption", "pause__submission__pursuit__person", JUDGED),
    kept("portfolios.TakenUpAgain", "resumption__pause__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("portfolios.Opening", "submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("portfolios.Withdrawal", "submission__pursuit__person", JUDGED),
    kept("portfolios.Incompleteness", "submission__pursuit__person", JUDGED),
    blanked(
        "portfolios.FailedCheck",
        "incompleteness__submission__pursuit__person",
        JUDGED,
        {"words": NOTHING, "facts": "'{}'", "item_id": "NULL"},
    ),
    gone("portfolios.Gauge", "person"),
    gone("portfolios.LinkLook", "item__pursuit__person"),
    gone("portfolios.StoodBy", "pursuit__person"),
    kept("portfolios.PreCheck", "submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("portfolios.PreCheckPassing", "pre_check__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("portfolios.Breach", "submission__pursuit__person", JUDGED),
    gone("portfolios.ChangeNote", "return_row__submission__pursuit__person"),
    gone("portfolios.SubmittedChangeNote", "submission__pursuit__person"),
    kept("portfolios.Sight", "pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("portfolios.Judge", "submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS, without=("submission",)),
    kept("portfolios.JudgedAnew", "submission__pursuit__person", JUDGED),
    blanked("portfolios.CoachRequest", "pursuit__person", JUDGED, {"note": NOTHING}),
    blanked("portfolios.CoachAnswer", "request__pursuit__person", JUDGED, {"note": NOTHING}),
    blanked("portfolios.Extension", "person", JUDGED, {"reason": NOTHING}),
    blanked("portfolios.TimeRequest", "pursuit__person", JUDGED, {"reason": NOTHING}),
    blanked(
        "portfolios.TimeAnswer",
        "request__pursuit__person",
        JUDGED,
        {"words": "CASE WHEN extension_id IS NULL THEN '–' ELSE '' END"},
    ),
    kept("portfolios.TimeWithdrawal", "request__pursuit__person", JUDGED),
    kept("portfolios.TimeClosing", "request__pursuit__person", JUDGED),
    kept("portfolios.ExtensionRevocation", "extension__person", JUDGED),
    kept("programs.Arrival", "person", SEATS),
    kept("programs.Seat", "arrival__person", SEATS),
    kept("programs.Departure", "arrival__person", SEATS),
)

# How many have read, and by which policy, educators are told nowhere: nor by what they take along.
JUDGEMENT = (
    blanked(
        "scoring.Decision",
        "submission__pursuit__person",
        JUDGED,
        {"feedback": NOTHING},
        without=("scoring", "readings", "policy"),
    ),
    blanked(
        "scoring.Result",
        "decision__submission__pursuit__person",
        JUDGED,
        {"comment": NOTHING},
        without=("score", "way"),
    ),
    kept("scoring.Assistance", "item__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    blanked(
        "scoring.Suggestion",
        "assistance__item__submission__pursuit__person",
        JUDGED,
        {"remark": NOTHING},
        withheld=OTHERS_WORDS,
    ),
    kept(
        "scoring.SuggestionShown",
        "suggestion__assistance__item__submission__pursuit__person",
        JUDGED,
        withheld=OTHERS_WORDS,
    ),
    kept(
        "scoring.SuggestionAnswer",
        "suggestion__assistance__item__submission__pursuit__person",
        JUDGED,
        withheld=OTHERS_WORDS,
    ),
    gone("scoring.EvidenceOpening", "piece__submission__pursuit__person", withheld=OTHERS_WORDS),
    kept("scoring.ArtifactDifference", "lower__decision__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept(
        "scoring.DifferenceRuling",
        "difference__lower__decision__submission__pursuit__person",
        JUDGED,
        withheld=OTHERS_WORDS,
    ),
    blanked("scoring.FeedbackRating", "decision__submission__pursuit__person", JUDGED, {"words": NOTHING}),
    blanked("scoring.Appeal", "decision__submission__pursuit__person", JUDGED, {"words": NOTHING}, without=("case",)),
    blanked(
        "scoring.AppealScreening",
        "appeal__decision__submission__pursuit__person",
        JUDGED,
        {"reason": NO_LONGER_SAID},
        without=("screened_by",),
    ),
    kept("scoring.AppealWithdrawal", "appeal__decision__submission__pursuit__person", JUDGED),
    blanked(
        "scoring.AppealDecision",
        "appeal__decision__submission__pursuit__person",
        JUDGED,
        {"feedback": NOTHING},
        without=("scoring", "readings"),
    ),
    blanked(
        "scoring.AppealResult",
        "decision__appeal__decision__submission__pursuit__person",
        JUDGED,
        {"comment": NOTHING},
        without=("score", "way"),
    ),
    kept("scoring.QueueItem", "submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("scoring.Claim", "item__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    blanked(
        "scoring.GivenBack",
        "item__submission__pursuit__person",
        JUDGED,
        {"reason": NOTHING},
        withheld=OTHERS_WORDS,
    ),
    blanked(
        "scoring.Recusal",
        "item__submission__pursuit__person",
        JUDGED,
        {"reason": NOTHING},
        withheld=OTHERS_WORDS,
    ),
    gone("scoring.Mark", "item__submission__pursuit__person", withheld=OTHERS_WORDS),
    gone("scoring.NotedPin", "item__submission__pursuit__person", withheld=OTHERS_WORDS),
    gone("scoring.ScoredPin", "score__scoring__submission__pursuit__person", withheld=OTHERS_WORDS),
    gone("scoring.ToldPin", "submission__pursuit__person", without=("scored",)),
    blanked(
        "scoring.Scoring",
        "submission__pursuit__person",
        JUDGED,
        {"feedback": NOTHING},
        withheld=OTHERS_WORDS,
        # By none of these an assessor is to know what was read to see how they judge.
        without=("submission", "paper", "told_outcome", "told_at"),
    ),
    kept("scoring.ResetCampaign", "assessor", ACTED, withheld=WATCHED),
    kept("scoring.ResetCase", "submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("scoring.ResetOutcome", "case__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("scoring.ResetReading", "case__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("scoring.BackRead", "item__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    blanked(
        "scoring.BackReadStep",
        "back_read__item__submission__pursuit__person",
        JUDGED,
        {"words": NOTHING},
        withheld=OTHERS_WORDS,
    ),
    blanked(
        "scoring.Rewording",
        "step__back_read__item__submission__pursuit__person",
        JUDGED,
        {"comment": NOTHING},
        withheld=OTHERS_WORDS,
    ),
    gone(
        "scoring.KeptCommentUse", "comment__kept_by", withheld="How often each was used; it says nothing of a person."
    ),
    gone("scoring.KeptComment", "kept_by"),
    kept("scoring.FeedbackFinding", "scoring__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("scoring.Question", "item__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    blanked(
        "scoring.QuestionStep",
        "question__item__submission__pursuit__person",
        JUDGED,
        {"words": NOTHING},
        withheld=OTHERS_WORDS,
    ),
    kept("scoring.Ruling", "question__item__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("scoring.Alarm", "assessor", ACTED, withheld=WATCHED),
    kept("scoring.AlarmAnswer", "alarm__assessor", ACTED, withheld=WATCHED),
    kept("scoring.FollowUp", "alarm__assessor", ACTED, withheld=WATCHED),
    kept("scoring.Seeding", "item__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("scoring.Concern", "item__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    blanked(
        "scoring.Score",
        "scoring__submission__pursuit__person",
        JUDGED,
        {"comment": NOTHING},
        withheld=OTHERS_WORDS,
    ),
    kept("calibration.Qualification", "assessor", ACTED),
    kept("calibration.Requalification", "assessor", ACTED),
    kept("calibration.QualifyingAttempt", "person", ACTED, without=("seed",)),
    kept("calibration.AttemptPaper", "attempt__person", ACTED),
    kept("calibration.AttemptReading", "given__attempt__person", ACTED),
    kept("calibration.AttemptEnd", "attempt__person", ACTED),
    blanked("calibration.AttemptRuling", "attempt__person", ACTED, {"reason": NOTHING}, without=("ruled_by",)),
    kept("calibration.Certificate", "assessor", ACTED),
    blanked("calibration.RightPause", "assessor", ACTED, {"reason": NOTHING}, without=("paused_by",)),
    blanked("calibration.RightPauseEnd", "pause__assessor", ACTED, {"reason": NOTHING}, without=("ended_by",)),
    kept("calibration.Recalibration", "pause__assessor", ACTED, without=("seed", "asked_by")),
    kept("calibration.RecalibrationPaper", "recalibration__pause__assessor", ACTED),
    kept("calibration.RecalibrationReading", "given__recalibration__pause__assessor", ACTED),
    kept("calibration.AssessorApplication", "person", APPLIED),
    gone("calibration.ApplicationWords", "application__person"),
    gone("calibration.ApplicationReference", "application__person", without=("token_digest",)),
    gone("calibration.ReferenceAnswer", "application__person", withheld=IN_CONFIDENCE),
    blanked(
        "calibration.ApplicationDecision", "application__person", APPLIED, {"reason": NOTHING}, without=("decided_by",)
    ),
    kept("calibration.ApplicationWithdrawal", "application__person", APPLIED),
    kept("calibration.TrainingCompletion", "person", ACTED),
    gone("calibration.TrainingAnswer", "person"),
    gone("calibration.TrainingMark", "person"),
    kept("calibration.Paper", "submission__pursuit__person", JUDGED, without=("nominated_by", "close_to")),
    gone("calibration.ExemplarConsent", "paper__submission__pursuit__person"),
    kept("calibration.Panelist", "paper__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("calibration.PanelDeparture", "panelist__paper__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    kept("calibration.PaperReading", "paper__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    blanked(
        "calibration.PaperScore",
        "reading__paper__submission__pursuit__person",
        JUDGED,
        {"comment": NOTHING},
        withheld=OTHERS_WORDS,
    ),
    kept("calibration.Consensus", "paper__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
    blanked(
        "calibration.ConsensusLevel",
        "consensus__paper__submission__pursuit__person",
        JUDGED,
        {"rationale": NOTHING},
        withheld=OTHERS_WORDS,
    ),
    blanked(
        "calibration.PaperRetirement",
        "paper__submission__pursuit__person",
        JUDGED,
        {"note": NOTHING},
        without=("retired_by", "note"),
    ),
    blanked(
        "calibration.UseLimit",
        "paper__submission__pursuit__person",
        JUDGED,
        {"reason": NOTHING},
        without=("said_by", "reason"),
    ),
    kept("calibration.SetPlace", "paper__submission__pursuit__person", JUDGED, withheld=OTHERS_WORDS),
)

AWARDS = (
    kept("credentials.AwardIntent", "person", VERIFY),
    kept("credentials.SignedCredential", "intent__person", VERIFY),
    kept("credentials.SignedToken", "intent__person", VERIFY),
    kept("credentials.SignedAgain", "intent__person", VERIFY),
    blanked(
        "credentials.Award",
        "person",
        VERIFY,
        {
            # where a later name is shown, the one before it is nobody's to read
            "recipient_name": "CASE WHEN shown AND NOT EXISTS (SELECT FROM credentials_nameshown AS later"
            " WHERE later.award_id = credentials_award.id) THEN recipient_name ELSE '' END"
        },
    ),
    blanked("credentials.NameShown", "award__person", VERIFY, {"name": "CASE WHEN shown THEN name ELSE '' END"}),
    kept("credentials.AwardResult", "award__person", VERIFY),
    kept("credentials.Revocation", "award__person", VERIFY),
    kept("credentials.Suspension", "award__person", VERIFY),
    kept("credentials.Reinstatement", "suspension__award__person", VERIFY),
    kept("credentials.DocumentIntent", "person", VERIFY),
    kept("credentials.DocumentIntent_awards", "award__person", VERIFY),
    kept("credentials.SignedDocument", "intent__person", VERIFY),
    kept("credentials.Withdrawal", "intent__person", VERIFY),
    kept("oauth.Commission", "intent__person", VERIFY),
    kept("pathways.Enrolment", "person", PATHWAY),
    kept("pathways.Leaving", "enrolment__person", PATHWAY),
    kept("pathways.RecordedItem", "enrolment__person", PATHWAY),
    blanked("pathways.ItemRetraction", "item__enrolment__person", PATHWAY, {"reason": NOTHING}),
    kept("pathways.Confirmation", "enrolment__person", PATHWAY),
    kept("recognition.Cycle", "person", LEDGER),
    kept("recognition.Recognition", "award__person", LEDGER, also="statement__activity__person"),
    kept("recognition.Entry", "award__person", LEDGER, also="statement__activity__person"),
    blanked("recognition.Ruling", "entry__award__person", LEDGER, {"reason": NOTHING}),
    blanked("recognition.RulingRetraction", "ruling__entry__award__person", LEDGER, {"reason": NOTHING}),
    kept("recognition.Reversal", "entry__award__person", LEDGER, also="entry__statement__activity__person"),
    blanked("recognition.AcceptanceRequest", "asked_by", LEDGER, {"words": NOTHING}),
    blanked("recognition.AcceptanceReading", "request__asked_by", LEDGER, {"reason": NOTHING}, without=("reviewer",)),
    kept("recognition.AcceptanceMark", "reading__request__asked_by", LEDGER),
    kept("recognition.AcceptanceDecision", "request__asked_by", LEDGER),
    blanked(
        "recognition.AcceptanceEnding",
        "decision__request__asked_by",
        LEDGER,
        {"reason": NOTHING},
        without=("ended_by",),
    ),
    kept("recognition.Adjustment", "entry__award__person", LEDGER, also="entry__statement__activity__person"),
    blanked("recognition.Allowance", "award__person", LEDGER, {"words": NOTHING}, without=("allowed_by",)),
    blanked(
        "recognition.ActivityAllowance",
        "statement__activity__person",
        LEDGER,
        {"words": NOTHING},
        without=("allowed_by", "delegation"),
    ),
    kept("recognition.Delegation", "delegate", LEDGER),
    kept("recognition.DelegationEnding", "delegation__delegate", LEDGER),
    kept(
        "recognition.AuditItem",
        "ruling__entry__award__person",
        LEDGER,
        also="activity_ruling__statement__activity__person",
    ),
    blanked(
        "recognition.AuditFinding",
        "item__ruling__entry__award__person",
        LEDGER,
        {"words": NOTHING},
        also="item__activity_ruling__statement__activity__person",
        without=("found_by",),
    ),
    blanked(
        "recognition.AuditAnswer",
        "finding__item__ruling__entry__award__person",
        LEDGER,
        {"words": NOTHING},
        also="finding__item__activity_ruling__statement__activity__person",
        without=("answered_by",),
    ),
    blanked("recognition.LookUp", "person", LEDGER, {"words": NOTHING, "digest": NOTHING}),
    blanked("recognition.CreditSet", "cycle__person", LEDGER, {"words": NOTHING}, without=("decided_by",)),
    kept("recognition.CreditSetEntry", "set__cycle__person", LEDGER),
    blanked("recognition.BatchLine", "set__cycle__person", LEDGER, {"text": NOTHING}),
    blanked("recognition.BatchLineAnswer", "line__set__cycle__person", LEDGER, {"reason": NOTHING}),
    blanked("recognition.ApprovalRequest", "person", LEDGER, {"words": NOTHING}),
    blanked("recognition.ApprovalWord", "request__person", LEDGER, {"words": NOTHING}, without=("author",)),
    blanked("recognition.ApprovalDecision", "request__person", LEDGER, {"words": NOTHING}, without=("decided_by",)),
    kept("recognition.ApprovalWithdrawal", "request__person", LEDGER),
    kept("recognition.Licence", "person", LEDGER),
    blanked("recognition.LicenceStatement", "licence__person", LEDGER, {"licence_number": NOTHING}),
    blanked("recognition.LicenceRuling", "statement__licence__person", LEDGER, {"reason": NOTHING}),
    kept("recognition.Employment", "person", LEDGER),
    kept("recognition.EmploymentStatement", "employment__person", LEDGER),
    blanked("recognition.EmploymentRuling", "statement__employment__person", LEDGER, {"reason": NOTHING}),
    kept("recognition.Completion", "person", LEDGER),
    kept("recognition.CompletionStatement", "completion__person", LEDGER),
    blanked("recognition.CompletionRuling", "statement__completion__person", LEDGER, {"reason": NOTHING}),
    blanked("recognition.CompletionRetraction", "ruling__statement__completion__person", LEDGER, {"reason": NOTHING}),
    kept("recognition.Fact", "person", LEDGER),
    kept("recognition.FactStatement", "fact__person", LEDGER),
    blanked("recognition.FactRuling", "statement__fact__person", LEDGER, {"reason": NOTHING}),
    blanked("recognition.CycleChange", "cycle__person", LEDGER, {"reason": NOTHING}, without=("changed_by",)),
    kept("recognition.Activity", "person", LEDGER),
    kept("recognition.ActivityStatement", "activity__person", LEDGER),
    blanked(
        "recognition.ActivityRuling",
        "statement__activity__person",
        LEDGER,
        {"reason": NOTHING},
        without=("ruled_by", "delegation"),
    ),
    blanked("recognition.ActivityEnding", "activity__person", LEDGER, {"reason": NOTHING}, without=("ended_by",)),
    gone("recognition.TranscriptShare", "person", without=("token_digest",)),
    gone("recognition.TranscriptShareEnding", "share__person"),
    gone("recognition.TranscriptLook", "share__person"),
    gone("recognition.ActivityDocument", "activity__person"),
    gone("recognition.DocumentSearch", "document__activity__person"),
    gone("recognition.DocumentRemoval", "document__activity__person"),
)

# Which reading of its submission one was, assessors are told nowhere: nor by what they take along.
WORK_PAID = (
    kept("billing.Unit", "assessor", PAY, without=("kind",)),
    kept("billing.Line", "unit__assessor", PAY),
    blanked("billing.Reversal", "line__unit__assessor", PAY, {"reason": NOTHING}, without=("reversed_by",)),
)

REWARDED = (
    kept("rewards.BenefitChoice", "chosen_by", STIPENDS),
    kept("rewards.StipendEntry", "person", STIPENDS, without=("approved_by",)),
    kept("rewards.EntryAward", "entry__person", STIPENDS),
    blanked("rewards.StipendReversal", "entry__person", STIPENDS, {"reason": NOTHING}, without=("reversed_by",)),
    kept("rewards.Payout", "entry__person", STIPENDS),
    kept("rewards.LaneExportRow", "person", STIPENDS),
    blanked("rewards.EmployeeNumber", "person", STIPENDS, {"number": NOTHING}, without=("stated_by",)),
)

ELSEWHERE = (
    gone("badge_hosts.ExternalCredential", "person"),
    gone("badge_hosts.Look", "credential__person"),
    gone("badge_hosts.Sending", "person", without=("state_digest", "sealed_verifier")),
    gone("badge_hosts.Comeback", "sending__person"),
    gone("badge_hosts.Receipt", "sending__person"),
    gone("oauth.Grant", "person", without=("code_challenge", "code_digest")),
    gone("oauth.Redemption", "grant__person"),
    gone("oauth.GrantEnd", "grant__person"),
    gone("oauth.Token", "grant__person", withheld=OPENS),
    gone("oauth.TokenEnd", "token__grant__person", withheld=OPENS),
    gone("wallets.Offer", "offered_by", without=("secret_digest", "code_digest")),
    gone("wallets.WrongCode", "offer__offered_by", withheld=OPENS),
    gone("wallets.Pickup", "offer__offered_by", without=("token_digest",)),
    gone("wallets.Delivery", "pickup__offer__offered_by"),
)

TABLES = (*ACCOUNT, *WORK, *JUDGEMENT, *AWARDS, *WORK_PAID, *REWARDED, *ELSEWHERE)

BY_LABEL: Mapping[str, Table] = {table.label: table for table in TABLES}

GONE_WITH_IT = (
    ("portfolios.TakenUp", "share__item__pursuit__person"),
    ("integrity.Match", "there__submission__pursuit__person"),
)
"""Rows of others that do nothing but lead to what goes, and by which way: they go along, or nothing could go."""

ADDRESSES = (
    ("organizations.Invitation", "email"),
    ("portfolios.PeerInvitation", "email"),
    ("authoring.CoAuthorInvitation", "email"),
    ("accounts.MergeOffer", "email"),
    ("calibration.ApplicationReference", "email"),
    ("portfolios.DeclaredConflict", "email"),
)
"""Columns of rows of others in which a person's address stands, because they were asked by it."""

NEVER_GIVEN = frozenset({"password", "digest_of_secret", "secret_digest", "sealed_secret", "token_digest"})
"""Columns that no export gives, whatever the table."""

ACTING_WITHHELD: Mapping[str, str] = {
    "scoring.QueueItem": "It says where the educator works, and assessors read blind.",
    "calibration.Paper": "It says where the educator works, and assessors read blind.",
    "portfolios.DeclaredConflict": "That somebody is close to them, somebody else said in confidence.",
    "accounts.MergeOffer": "That another account asked is the other account's.",
    "accounts.Merge": "The account that took this one in tells of it.",
}
"""Tables in which a person acts, and of which their export gives nothing, with the reason."""

GIVEN_ONCE: Mapping[str, Q] = {
    "accounts.MergeOffer.asker": Q(approval__isnull=False) | Q(merge__isnull=False),
    "portfolios.Teammate.named_by": Q(joining__isnull=False),
}
"""Rows that a person's export and the counts of what is held leave out until somebody else agreed, by the way to the
person: that there is a row would tell whether an address has an account, or what its owner works on."""

ENDED_BY_MERGE = ("mfa.Authenticator", "oauth.TokenEnd", "oauth.Token")
"""What the absorbed account signed in by, and let others in by: it goes, for it was given for less."""

STAYS_WHERE_IT_WAS = frozenset({"accounts.Merge", "accounts.MergeOffer", "oauth.Grant"})
"""Tables whose rows do not change hands: what tells of the accounts themselves, and consent given for one of them."""

ARRAYS_OF_PEOPLE = (
    ("portfolios.PreCheck", "close_to"),
    ("scoring.QueueItem", "close_to"),
    ("calibration.Paper", "close_to"),
)
"""Columns that hold people's identifiers among others; no export gives them."""

ARRAYS_OF_NOBODY = frozenset(
    {
        "accounts.Merge.set_aside",
        "catalog.Edition.befores",
        "catalog.Edition.changed",
        "organizations.Organization.lineage",
        "portfolios.Pin.criteria",
        "portfolios.SubmittedPin.criteria",
        "rewards.LaneExportRow.awards",
        "rewards.OfferEdition.micro_credentials",
        "rewards.OfferEdition.schools",
        "scoring.Alarm.readings",
        "scoring.Availability.unwanted",
    }
)
"""Columns that hold identifiers, and never a person's."""

BY_HAND = frozenset(
    {
        "calendars.Edition.saved_by",
        "portfolios.CoachAnswer.coach",
        "portfolios.DeclaredConflict.educator",
        "portfolios.Extension.granted_by",
        "portfolios.TimeAnswer.answered_by",
        "portfolios.ExtensionRevocation.revoked_by",
        "portfolios.Pause.paused_by",
        "portfolios.Quarantine.raised_by",
        "portfolios.Redaction.asked_by",
        "portfolios.Ruling.ruled_by",
        "portfolios.Sight.person",
        "portfolios.Judge.person",
        "portfolios.GoalSharing.coach",
        "portfolios.Quota.set_by",
        "portfolios.Peer.person",
        "portfolios.PeerEnd.ended_by",
        "portfolios.Team.founded_by",
        "portfolios.Teammate.named_by",
        "integrity.Case.opened_by",
        "integrity.Step.taken_by",
        "integrity.Openness.said_by",
        "portfolios.Resumption.resumed_by",
        "portfolios.StatementWording.written_by",
        "portfolios.Terms.set_by",
        "portfolios.LanguageTerms.said_by",
        "accounts.Merge.absorbed",
        "accounts.MergeOffer.other",
        "authoring.AgendaItem.put_on_by",
        "authoring.Arbiter.named_by",
        "authoring.Arbiter.person",
        "authoring.CheckSeverity.set_by",
        "authoring.CoAuthor.person",
        "authoring.CoAuthorEnd.ended_by",
        "authoring.CoAuthorInvitation.invited_by",
        "authoring.Comment.written_by",
        "authoring.ConditionMet.accepted_by",
        "authoring.Draft.changed_by",
        "authoring.DraftImage.put_in_by",
        "authoring.DraftRevision.saved_by",
        "authoring.FieldGuidance.set_by",
        "authoring.GatesAsked.set_by",
        "authoring.Handover.by",
        "authoring.Minutes.saved_by",
        "authoring.MinutesClosing.closed_by",
        "authoring.PackRequest.asked_by",
        "authoring.Proposal.proposed_by",
        "authoring.ProposalDecision.decided_by",
        "authoring.ProposalWording.written_by",
        "authoring.QualityReview.opened_by",
        "authoring.Resolution.resolved_by",
        "authoring.Retreat.opened_by",
        "authoring.RetreatDecision.decided_by",
        "authoring.RetreatDecision.owner",
        "authoring.RetreatDraft.linked_by",
        "authoring.RetreatGuest.invited_by",
        "authoring.RetreatGuest.person",
        "authoring.ReviewOutcome.concluded_by",
        "authoring.ReviewSeat.invited_by",
        "authoring.ReviewSeat.reviewer",
        "authoring.Settlement.settled_by",
        "authoring.SettlementProposal.proposed_by",
        "authoring.Suggestion.suggested_by",
        "authoring.SuggestionAnswer.answered_by",
        "billing.Lock.locked_by",
        "billing.Period.opened_by",
        "billing.Rate.stated_by",
        "billing.Reversal.reversed_by",
        "calibration.ApplicationDecision.decided_by",
        "calibration.AttemptRuling.ruled_by",
        "calibration.Consensus.recorded_by",
        "calibration.PanelDeparture.ended_by",
        "calibration.Panelist.named_by",
        "calibration.Panelist.person",
        "calibration.Paper.nominated_by",
        "calibration.PaperReading.person",
        "calibration.PaperRetirement.retired_by",
        "calibration.PaperSet.published_by",
        "calibration.Qualification.granted_by",
        "calibration.QualifyingTerms.declared_by",
        "calibration.Recalibration.asked_by",
        "calibration.Requalification.granted_by",
        "calibration.RightPause.paused_by",
        "calibration.RightPauseEnd.ended_by",
        "calibration.UseLimit.said_by",
        "calibration.VettingRules.declared_by",
        "calibration.TrainingDraft.changed_by",
        "calibration.TrainingEdition.published_by",
        "calibration.TrainingModule.opened_by",
        "calibration.TrainingTerms.declared_by",
        "catalog.AcceptanceReview.reviewed_by",
        "catalog.CatalogueImport.imported_by",
        "catalog.CatalogueUpload.uploaded_by",
        "catalog.DecisionRule.published_by",
        "catalog.ExitReport.reported_by",
        "catalog.ExternalMicroCredential.added_by",
        "catalog.GraceExtension.given_by",
        "catalog.GracePeriod.set_by",
        "catalog.ImportOrder.ordered_by",
        "catalog.License.granted_by",
        "catalog.LicenseEnding.ended_by",
        "catalog.Pilot.began_by",
        "catalog.Retirement.retired_by",
        "catalog.ReviewTrigger.raised_by",
        "catalog.TranslatedField.changed_by",
        "catalog.Translation.published_by",
        "catalog.Version.published_by",
        "credentials.DocumentIntent.intended_by",
        "credentials.Issuance.ordered_by",
        "credentials.IssuingResumption.resumed_by",
        "credentials.IssuingStop.stopped_by",
        "credentials.KeyCondemnation.condemned_by",
        "credentials.KeyRetirement.retired_by",
        "credentials.Reinstatement.reinstated_by",
        "credentials.Revocation.revoked_by",
        "credentials.Suspension.suspended_by",
        "credentials.Upholding.upheld_by",
        "credentials.Withdrawal.withdrawn_by",
        "frameworks.DryRun.tried_by",
        "frameworks.Import.imported_by",
        "oauth.IssuingClient.let_in_by",
        "oauth.IssuingEnd.ended_by",
        "oauth.IssuingSecret.made_by",
        "organizations.Invitation.invited_by",
        "quality.Adoption.adopted_by",
        "quality.Edition.published_by",
        "quality.ReviewCycle.set_by",
        "recognition.AcceptanceEnding.ended_by",
        "recognition.AcceptanceReading.reviewer",
        "recognition.AcceptanceTerms.declared_by",
        "recognition.RulingTerms.declared_by",
        "recognition.Agreement.stated_by",
        "recognition.AgreementEnding.ended_by",
        "pathways.Cohort.opened_by",
        "pathways.Confirmation.confirmed_by",
        "pathways.Enrolment.enrolled_by",
        "pathways.ItemRetraction.retracted_by",
        "pathways.Leaving.left_by",
        "pathways.RecordedItem.recorded_by",
        "pathways.RuleSet.stated_by",
        "recognition.Allowance.allowed_by",
        "recognition.ActivityAllowance.allowed_by",
        "recognition.ApprovalDecision.decided_by",
        "recognition.AuditAnswer.answered_by",
        "recognition.AuditFinding.found_by",
        "recognition.AuditSample.drawn_by",
        "recognition.BatchFile.made_by",
        "recognition.BatchResponse.read_by",
        "recognition.CreditSet.decided_by",
        "recognition.Delegation.delegator",
        "recognition.LookUp.looked_by",
        "recognition.DelegationEnding.ended_by",
        "recognition.ApprovalWord.author",
        "recognition.Attestation.stated_by",
        "rewards.EmployeeNumber.stated_by",
        "rewards.LaneExport.exported_by",
        "rewards.LaneSchedule.stated_by",
        "rewards.OfferEdition.stated_by",
        "rewards.StipendBudget.set_by",
        "rewards.StipendEntry.approved_by",
        "rewards.StipendLock.locked_by",
        "rewards.StipendOffer.opened_by",
        "rewards.StipendReversal.reversed_by",
        "recognition.Policy.stated_by",
        "recognition.PolicyDraft.changed_by",
        "recognition.Reevaluation.begun_by",
        "recognition.CycleChange.changed_by",
        "recognition.Ruling.ruled_by",
        "recognition.RulingRetraction.retracted_by",
        "recognition.LicenceStatement.stated_by",
        "recognition.LicenceRuling.ruled_by",
        "recognition.EmploymentStatement.stated_by",
        "recognition.EmploymentRuling.ruled_by",
        "recognition.CompletionStatement.stated_by",
        "recognition.CompletionRuling.ruled_by",
        "recognition.CompletionRetraction.retracted_by",
        "recognition.FactStatement.stated_by",
        "recognition.FactRuling.ruled_by",
        "recognition.ActivityStatement.stated_by",
        "recognition.ActivityRuling.ruled_by",
        "recognition.ActivityEnding.ended_by",
        "portfolios.PreCheck.checker",
        "portfolios.PreCheckPassing.passed_by",
        "scoring.AppealScreening.screened_by",
        "scoring.AppealTerms.declared_by",
        "scoring.AlarmAnswer.answered_by",
        "scoring.Assistance.assessor",
        "scoring.AssistanceTerms.declared_by",
        "scoring.AssignmentPolicy.declared_by",
        "scoring.Availability.assessor",
        "scoring.BackReadStep.taken_by",
        "scoring.Claim.assessor",
        "scoring.KeptComment.shared_by",
        "scoring.KeptCommentUse.used_by",
        "scoring.GivenBack.assessor",
        "scoring.GivenBack.taken_by",
        "scoring.DifferenceRuling.ruled_by",
        "scoring.EvidenceOpening.assessor",
        "scoring.Mark.assessor",
        "scoring.NotedPin.assessor",
        "scoring.QualityAims.declared_by",
        "scoring.Question.asked_by",
        "scoring.QuestionStep.taken_by",
        "scoring.QueueItem.assessor",
        "scoring.QueueItem.reader",
        "scoring.ResetCampaign.begun_by",
        "scoring.Recusal.assessor",
        "scoring.Scoring.assessor",
    }
)
"""Columns that say who acted for an organization. An erasure leaves them: the account they name says no more who that
was. An export gives the rows in which its person acted."""
