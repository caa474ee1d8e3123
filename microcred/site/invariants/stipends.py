"""Stipends are within caps and budgets, approved by somebody else, paid in locked periods, and taken back once.

What is exported of salary lanes says what changed since.
"""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

STIPENDS: Sequence[Invariant] = (
    by_sql(
        "No budget of a stipend is overdrawn",
        """
        SELECT 'offer ' || entry.offer_id || ', year ' || entry.year FROM rewards_stipendentry AS entry
        WHERE NOT EXISTS (SELECT FROM rewards_stipendreversal WHERE entry_id = entry.id)
        GROUP BY entry.offer_id, entry.year
        HAVING sum(entry.amount) > coalesce(
            (SELECT amount FROM rewards_stipendbudget AS budget
             WHERE budget.offer_id = entry.offer_id AND budget.year = entry.year
             ORDER BY budget.set_at DESC, budget.id DESC LIMIT 1), 0)
        """,
    ),
    by_sql(
        "Nobody gets more of an offer than its caps allow, in a fiscal year or in all",
        """
        SELECT 'entry ' || entry.id FROM rewards_stipendentry AS entry
        JOIN rewards_offeredition AS edition ON edition.id = entry.edition_id
        WHERE entry.amount > edition.amount OR entry.full <> edition.amount
           OR edition.most_in_year < (
              SELECT sum(before.amount) FROM rewards_stipendentry AS before
              WHERE before.offer_id = entry.offer_id AND before.person_id = entry.person_id
                AND before.year = entry.year AND (before.approved_at, before.id) <= (entry.approved_at, entry.id)
                AND NOT EXISTS (SELECT FROM rewards_stipendreversal WHERE entry_id IN (before.id, entry.id)))
           OR edition.most_in_all < (
              SELECT sum(before.amount) FROM rewards_stipendentry AS before
              WHERE before.offer_id = entry.offer_id AND before.person_id = entry.person_id
                AND (before.approved_at, before.id) <= (entry.approved_at, entry.id)
                AND NOT EXISTS (SELECT FROM rewards_stipendreversal WHERE entry_id IN (before.id, entry.id)))
        """,
    ),
    by_sql(
        "Nobody approved a stipend of their own, or took one back",
        """
        SELECT 'entry ' || entry.id FROM rewards_stipendentry AS entry
        LEFT JOIN rewards_stipendreversal AS reversal ON reversal.entry_id = entry.id
        WHERE entry.approved_by_id = entry.person_id
           OR (reversal.cause = 'corrected' AND reversal.reversed_by_id = entry.person_id)
        """,
    ),
    by_sql(
        "A stipend that is paid stands in a locked period, with its amount, and is taken back in a later one",
        """
        SELECT 'payout ' || payout.id FROM rewards_payout AS payout
        JOIN rewards_stipendentry AS entry ON entry.id = payout.entry_id
        JOIN rewards_stipendoffer AS offer ON offer.id = entry.offer_id
        JOIN rewards_stipendperiod AS period ON period.id = payout.period_id
        WHERE NOT EXISTS (SELECT FROM rewards_stipendlock WHERE period_id = payout.period_id)
           OR offer.organization_id <> period.organization_id
           OR abs(payout.amount) <> entry.amount
           OR (payout.kind = 'taken_back' AND (
               NOT EXISTS (SELECT FROM rewards_stipendreversal WHERE entry_id = entry.id)
               OR NOT EXISTS (
                   SELECT FROM rewards_payout AS paid
                   JOIN rewards_stipendperiod AS earlier ON earlier.id = paid.period_id
                   WHERE paid.entry_id = entry.id AND paid.kind = 'paid' AND earlier.starts_on < period.starts_on)))
        UNION ALL
        SELECT 'period ' || lock.period_id FROM rewards_stipendlock AS lock
        WHERE lock.payouts <> (SELECT count(*) FROM rewards_payout WHERE period_id = lock.period_id)
        """,
    ),
    by_sql(
        "A stipend is entered again only after it was taken back to be",
        """
        SELECT 'entry ' || later.id FROM rewards_stipendentry AS later
        WHERE later.turn > 1 AND NOT EXISTS (
            SELECT FROM rewards_stipendentry AS before
            JOIN rewards_stipendreversal AS reversal ON reversal.entry_id = before.id
            WHERE before.offer_id = later.offer_id AND before.person_id = later.person_id AND before.key = later.key
              AND before.turn = later.turn - 1 AND reversal.again)
        """,
    ),
    by_sql(
        "A stipend rests on awards of its person that hold, or is taken back, or the news of it is on its way",
        """
        SELECT 'entry ' || entry.id FROM rewards_stipendentry AS entry
        LEFT JOIN rewards_entryaward AS rests ON rests.entry_id = entry.id
        LEFT JOIN credentials_award AS award ON award.id = rests.award_id
        WHERE award.id IS NULL OR award.person_id <> entry.person_id
           OR (EXISTS (SELECT FROM credentials_revocation WHERE award_id = award.id)
               AND NOT EXISTS (SELECT FROM rewards_stipendreversal WHERE entry_id = entry.id)
               AND NOT EXISTS (
                   SELECT FROM foundation_pendingdelivery AS pending
                   JOIN foundation_outboxevent AS event ON event.id = pending.event_id
                   WHERE event.name = 'credentials.AwardRevoked'
                     AND event.facts ->> 'award_id' = award.id::text))
        """,
    ),
    by_sql(
        "An export of lanes calls new what did not stand in the one before, and nothing else",
        """
        SELECT 'row ' || row.id FROM rewards_laneexportrow AS row
        JOIN rewards_laneexport AS export ON export.id = row.export_id
        JOIN rewards_laneschedule AS schedule ON schedule.id = export.schedule_id
        WHERE (row.change = 'new') = EXISTS (
            SELECT FROM rewards_laneexportrow AS before
            JOIN rewards_laneexport AS earlier ON earlier.id = before.export_id
            JOIN rewards_laneschedule AS of ON of.id = earlier.schedule_id
            WHERE of.organization_id = schedule.organization_id AND earlier.number = export.number - 1
              AND before.person_id = row.person_id AND before.lane = row.lane AND before.change <> 'withdrawn')
        """,
    ),
)
