"""Questions to a lead hold a clock only while somebody waits, and are answered by who may look."""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

QUESTIONS: Sequence[Invariant] = (
    by_sql(
        "A clock stands still for a question only while somebody waits for its answer, and no educator's for a paper",
        """
        SELECT 'pause ' || pause.id FROM portfolios_pause AS pause
        LEFT JOIN portfolios_resumption AS resumption ON resumption.pause_id = pause.id
        WHERE pause.reason = 'question' AND resumption.id IS NULL AND NOT EXISTS (
            SELECT FROM scoring_questionstep AS asked
            JOIN scoring_question AS question ON question.id = asked.question_id
            JOIN scoring_queueitem AS item ON item.id = question.item_id
            LEFT JOIN scoring_questionstep AS ending ON ending.ends_id = asked.id
            WHERE item.submission_id = pause.submission_id AND item.paper_id IS NULL
              AND asked.kind = 'asked' AND ending.id IS NULL)
        """,
    ),
    by_sql(
        "Nobody waits for two answers about one submission, nor is answered by who asked or who reads it",
        """
        SELECT 'queue item ' || question.item_id FROM scoring_questionstep AS asked
        JOIN scoring_question AS question ON question.id = asked.question_id
        LEFT JOIN scoring_questionstep AS ending ON ending.ends_id = asked.id
        WHERE asked.kind = 'asked' AND ending.id IS NULL
        GROUP BY question.item_id HAVING count(*) > 1
        UNION ALL
        SELECT 'step ' || answer.id FROM scoring_questionstep AS answer
        JOIN scoring_question AS question ON question.id = answer.question_id
        JOIN scoring_queueitem AS item ON item.id = question.item_id
        WHERE answer.kind = 'answered' AND (
            answer.taken_by_id = question.asked_by_id
            OR NOT EXISTS (
                SELECT FROM scoring_questionstep AS opened
                JOIN scoring_question AS about ON about.id = opened.question_id
                WHERE about.item_id = item.id AND opened.kind = 'opened' AND opened.taken_by_id = answer.taken_by_id)
            OR EXISTS (
                SELECT FROM scoring_scoring AS reading
                WHERE reading.submission_id = item.submission_id AND reading.assessor_id = answer.taken_by_id
                  AND reading.created_at > question.created_at))
        """,
    ),
)
