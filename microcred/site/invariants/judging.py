"""What is said of feedback, and what programs suggest to who judges, keeps to its bounds."""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

JUDGING: Sequence[Invariant] = (
    by_sql(
        "What educators say of feedback was said within thirty days of the decision, edition by edition",
        """
        SELECT 'rating ' || rating.id
        FROM scoring_feedbackrating AS rating
        JOIN scoring_decision AS decision ON decision.id = rating.decision_id
        LEFT JOIN scoring_feedbackrating AS before
          ON before.decision_id = rating.decision_id AND before.number = rating.number - 1
        WHERE rating.rated_at < decision.decided_at OR rating.rated_at >= decision.decided_at + interval '30 days'
           OR rating.number > 1 AND before.id IS NULL
        """,
    ),
    by_sql(
        "No program suggested anything for a third reading or what is read afresh, or where it was not allowed",
        """
        SELECT 'assistance ' || assistance.id
        FROM scoring_assistance AS assistance
        JOIN scoring_assistanceterms AS terms ON terms.id = assistance.terms_id
        JOIN scoring_queueitem AS item ON item.id = assistance.item_id
        LEFT JOIN scoring_decision AS decision ON decision.submission_id = item.submission_id
        WHERE EXISTS (SELECT FROM scoring_suggestion WHERE assistance_id = assistance.id) AND (
            NOT terms.allowed OR assistance.came <> 'suggested'
            OR item.paper_id IS NULL AND assistance.asked_at > decision.decided_at
              AND NOT EXISTS (SELECT FROM scoring_claim AS claim
                WHERE claim.item_id = item.id AND claim.assessor_id = assistance.assessor_id
                  AND claim.claimed_at <= decision.decided_at)
            OR item.paper_id IS NULL AND 2 <= (
              SELECT count(*) FROM scoring_scoring AS scoring
              JOIN scoring_claim AS claim ON claim.item_id = item.id AND claim.assessor_id = assistance.assessor_id
              LEFT JOIN scoring_resetreading AS gone ON gone.scoring_id = scoring.id AND gone.replaced
              WHERE scoring.submission_id = item.submission_id AND scoring.paper_id IS NULL AND gone.id IS NULL
                AND claim.own_number = 1 AND scoring.scored_at < claim.claimed_at))
        """,
    ),
)
