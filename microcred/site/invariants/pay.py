"""Work is written down once and paid once; what is locked is as it was counted, and put right later, never in place."""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

PAY: Sequence[Invariant] = (
    by_sql(
        "Every reading that was saved is one unit of work, or the news of it is on its way",
        """
        SELECT 'scoring ' || scoring.id FROM scoring_scoring AS scoring
        WHERE NOT EXISTS (SELECT FROM billing_unit WHERE scoring_id = scoring.id)
          AND NOT EXISTS (
              SELECT FROM foundation_pendingdelivery AS pending
              JOIN foundation_outboxevent AS event ON event.id = pending.event_id
              WHERE event.name = 'scoring.ReadingSaved' AND event.facts ->> 'scoring_id' = scoring.id::text)
        """,
    ),
    by_sql(
        "Every module that was done is one unit of work with its minutes, or the news of it is on its way",
        """
        SELECT 'completion ' || done.id FROM calibration_trainingcompletion AS done
        WHERE NOT EXISTS (SELECT FROM billing_unit WHERE training_id = done.id AND minutes = done.minutes)
          AND NOT EXISTS (
              SELECT FROM foundation_pendingdelivery AS pending
              JOIN foundation_outboxevent AS event ON event.id = pending.event_id
              WHERE event.name = 'calibration.TrainingCompleted'
                AND event.facts ->> 'completion_id' = done.id::text)
        """,
    ),
    by_sql(
        "A locked period pays as many readings and takes back as many as were counted, and lines stand in no other",
        """
        SELECT 'period ' || lock.period_id FROM billing_lock AS lock
        WHERE lock.lines <> (SELECT count(*) FROM billing_line WHERE period_id = lock.period_id)
           OR lock.reversals <> (SELECT count(*) FROM billing_reversal WHERE period_id = lock.period_id)
        UNION ALL
        SELECT 'line ' || line.id FROM billing_line AS line
        WHERE NOT EXISTS (SELECT FROM billing_lock WHERE period_id = line.period_id)
        """,
    ),
    by_sql(
        "A line pays what its rate says, in the name of who stated it, to the smallest coin",
        """
        SELECT 'line ' || line.id FROM billing_line AS line
        JOIN billing_rate AS rate ON rate.id = line.rate_id
        JOIN billing_period AS period ON period.id = line.period_id
        JOIN billing_unit AS unit ON unit.id = line.unit_id
        WHERE rate.organization_id <> period.organization_id OR rate.currency <> line.currency
           OR abs(rate.amount * coalesce(unit.minutes / 60.0, 1) - line.amount) > 0.5
        """,
    ),
    by_sql(
        "A reading is paid once, and anew only after that was taken back to pay it anew",
        """
        SELECT 'line ' || line.id FROM billing_line AS line
        WHERE EXISTS (SELECT FROM billing_line AS later WHERE later.unit_id = line.unit_id AND later.turn > line.turn)
          AND NOT EXISTS (SELECT FROM billing_reversal WHERE line_id = line.id AND pay_again)
        """,
    ),
    by_sql(
        "What is taken back stands in a later period of the same organization",
        """
        SELECT 'reversal ' || reversal.id FROM billing_reversal AS reversal
        JOIN billing_line AS line ON line.id = reversal.line_id
        JOIN billing_period AS paid ON paid.id = line.period_id
        JOIN billing_period AS taken ON taken.id = reversal.period_id
        WHERE taken.organization_id <> paid.organization_id OR taken.starts_on <= paid.starts_on
        """,
    ),
    by_sql(
        "Periods of one organization do not overlap, and are locked in their order",
        """
        SELECT 'period ' || later.id FROM billing_period AS earlier
        JOIN billing_period AS later
          ON later.organization_id = earlier.organization_id AND later.starts_on > earlier.starts_on
        WHERE later.starts_on < earlier.ends_on
           OR (EXISTS (SELECT FROM billing_lock WHERE period_id = later.id)
               AND NOT EXISTS (SELECT FROM billing_lock WHERE period_id = earlier.id))
        """,
    ),
)
