"""What educators hand in stays as it was frozen, whole, and on its way."""

from collections.abc import Sequence

from microcred.foundation.storage import missing_objects
from microcred.site.invariants.invariant import Invariant, by_sql


def _missing_files() -> list[str]:
    return [f"file {file_id}" for file_id in missing_objects()]


SUBMISSIONS: Sequence[Invariant] = (
    by_sql(
        "The digest on every receipt is the digest of what was frozen",
        """
        SELECT 'submission ' || id FROM portfolios_submission
        WHERE encode(sha256(convert_to(manifest, 'UTF8')), 'hex') <> digest
        """,
    ),
    by_sql(
        "Every frozen answer has the digest it was frozen with",
        """
        SELECT 'text ' || id FROM portfolios_submittedtext
        WHERE encode(sha256(convert_to(text, 'UTF8')), 'hex') <> digest
        """,
    ),
    by_sql(
        "Every submission was attested, and submissions count from 1 without gaps",
        """
        SELECT 'submission ' || id FROM portfolios_submission AS submission
        WHERE NOT EXISTS (SELECT FROM portfolios_attestation WHERE submission_id = submission.id)
        UNION ALL
        SELECT 'pursuit ' || pursuit_id FROM portfolios_submission
        GROUP BY pursuit_id HAVING max(number) <> count(*)
        """,
    ),
    by_sql(
        "What was withdrawn or came back incomplete did not use up an attempt, and nothing ended in two ways",
        """
        SELECT 'submission ' || submission.id FROM portfolios_submission AS submission
        WHERE submission.attempt <> 1 + (
                  SELECT count(*) FROM portfolios_submission AS earlier
                  WHERE earlier.pursuit_id = submission.pursuit_id AND earlier.number < submission.number
                    AND NOT EXISTS (SELECT FROM portfolios_withdrawal WHERE submission_id = earlier.id)
                    AND NOT EXISTS (SELECT FROM portfolios_incompleteness WHERE submission_id = earlier.id))
           OR (SELECT count(*) FROM portfolios_withdrawal WHERE submission_id = submission.id)
            + (SELECT count(*) FROM portfolios_incompleteness WHERE submission_id = submission.id)
            + (SELECT count(*) FROM portfolios_return WHERE submission_id = submission.id) > 1
        """,
    ),
    by_sql(
        "Nothing was withdrawn that somebody had opened",
        """
        SELECT 'submission ' || withdrawal.submission_id FROM portfolios_withdrawal AS withdrawal
        JOIN portfolios_opening AS opening ON opening.submission_id = withdrawal.submission_id
        """,
    ),
    by_sql(
        "A request for more time ended in one way, and none waits for work that was handed in after it",
        """
        SELECT 'request ' || request.id FROM portfolios_timerequest AS request
        LEFT JOIN portfolios_timeanswer AS answer ON answer.request_id = request.id
        LEFT JOIN portfolios_timewithdrawal AS withdrawal ON withdrawal.request_id = request.id
        LEFT JOIN portfolios_timeclosing AS closing ON closing.request_id = request.id
        WHERE num_nonnulls(answer.id, withdrawal.id, closing.id) > 1
           OR num_nonnulls(answer.id, withdrawal.id, closing.id) = 0
              AND EXISTS (SELECT FROM portfolios_submission
                          WHERE pursuit_id = request.pursuit_id AND submitted_at > request.asked_at)
        """,
    ),
    Invariant("Every stored file is there", _missing_files),
    by_sql(
        "Every submission stands in the queue or before it with a pre-checker, or the news of it is on its way",
        """
        SELECT 'submission ' || submission.id FROM portfolios_submission AS submission
        WHERE NOT EXISTS (SELECT FROM scoring_queueitem WHERE submission_id = submission.id AND paper_id IS NULL)
          AND NOT EXISTS (SELECT FROM portfolios_withdrawal WHERE submission_id = submission.id)
          AND NOT EXISTS (SELECT FROM portfolios_incompleteness WHERE submission_id = submission.id)
          AND NOT EXISTS (SELECT FROM portfolios_precheck WHERE submission_id = submission.id AND settled_at IS NULL)
          AND NOT EXISTS (
              SELECT FROM foundation_pendingdelivery AS pending
              JOIN foundation_outboxevent AS event ON event.id = pending.event_id
              WHERE event.name IN ('portfolios.SubmissionReceived', 'portfolios.PreCheckPassed')
                AND event.facts ->> 'submission_id' = submission.id::text)
        """,
    ),
    by_sql(
        "A look before the judgement is settled exactly when it was passed on, came back incomplete, or was taken back",
        """
        SELECT 'submission ' || submission_id FROM portfolios_precheck AS pre_check
        WHERE (settled_at IS NOT NULL) <> (
              EXISTS (SELECT FROM portfolios_precheckpassing WHERE pre_check_id = pre_check.id)
              OR EXISTS (SELECT FROM portfolios_incompleteness WHERE submission_id = pre_check.submission_id)
              OR EXISTS (SELECT FROM portfolios_withdrawal WHERE submission_id = pre_check.submission_id))
        """,
    ),
    by_sql(
        "No draft of clean words is kept once what it was for is no longer set aside",
        """
        SELECT 'draft of quarantine ' || draft.quarantine_id FROM portfolios_cleanwordsdraft AS draft
        WHERE EXISTS (SELECT FROM portfolios_cleancopy WHERE quarantine_id = draft.quarantine_id)
           OR EXISTS (SELECT FROM portfolios_ruling WHERE quarantine_id = draft.quarantine_id AND opens)
        """,
    ),
)
