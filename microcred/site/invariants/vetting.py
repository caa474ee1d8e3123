"""Whoever becomes an assessor by applying was let in by somebody else, by the rules of that day."""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

VETTING: Sequence[Invariant] = (
    by_sql(
        "Nobody decided about their own application, and who was accepted met every rule that can be told",
        """
        SELECT 'decision ' || decision.id
        FROM calibration_applicationdecision AS decision
        JOIN calibration_assessorapplication AS application ON application.id = decision.application_id
        WHERE decision.decided_by_id = application.person_id
           OR decision.verdict = 'accepted' AND EXISTS (
              SELECT FROM jsonb_array_elements(decision.found) AS finding
              WHERE finding ->> 'met' <> 'met' AND finding ->> 'rule' <> 'look')
        """,
    ),
    by_sql(
        "An application came to one end, and nobody whom it names can be asked any more after it",
        """
        SELECT 'withdrawal ' || withdrawal.id
        FROM calibration_applicationwithdrawal AS withdrawal
        JOIN calibration_applicationdecision AS decision ON decision.application_id = withdrawal.application_id
        WHERE decision.verdict <> 'waiting' OR decision.created_at > withdrawal.created_at
        UNION ALL
        SELECT 'reference ' || reference.id
        FROM calibration_applicationreference AS reference
        WHERE EXISTS (SELECT FROM calibration_applicationwithdrawal AS withdrawal
                      WHERE withdrawal.application_id = reference.application_id)
           OR EXISTS (SELECT FROM calibration_applicationdecision AS decision
                      WHERE decision.application_id = reference.application_id AND decision.verdict <> 'waiting')
        """,
    ),
)
