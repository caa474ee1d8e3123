"""Readings, levels and decisions agree with each other and with the rules of the version."""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

DECISIONS: Sequence[Invariant] = (
    by_sql(
        "Nobody took new work by a rubric while their right to score by it was paused",
        """
        SELECT 'claim ' || claim.id
        FROM scoring_claim AS claim
        JOIN scoring_queueitem AS item ON item.id = claim.item_id
        LEFT JOIN catalog_succession AS succession ON succession.version_id = item.version_id
        JOIN calibration_rightpause AS pause ON pause.assessor_id = claim.assessor_id
          AND pause.version_id = coalesce(succession.rubric_of_id, item.version_id)
        LEFT JOIN calibration_rightpauseend AS ending ON ending.pause_id = pause.id
        WHERE claim.created_at > pause.created_at AND (ending.id IS NULL OR claim.created_at < ending.created_at)
        """,
    ),
    by_sql(
        "Nobody was given new work between the moment at which they paused and the one at which they went on",
        """
        SELECT 'claim ' || claim.id
        FROM scoring_claim AS claim
        WHERE claim.own_number = 1 AND (
            SELECT said.paused FROM scoring_availability AS said
            WHERE said.assessor_id = claim.assessor_id AND said.created_at < claim.created_at
            ORDER BY said.created_at DESC, said.id DESC LIMIT 1)
        """,
    ),
    by_sql(
        "A pause that a recalibration ended was ended by as many papers as were asked, none of which they knew",
        """
        SELECT 'end of a pause ' || ending.id
        FROM calibration_rightpauseend AS ending
        WHERE ending.how = 'recalibrated' AND NOT EXISTS (
            SELECT FROM calibration_recalibration AS asked
            WHERE asked.pause_id = ending.pause_id AND asked.asked = (
                SELECT count(*) FROM calibration_recalibrationpaper AS given
                JOIN calibration_recalibrationreading AS answer ON answer.given_id = given.id
                WHERE given.recalibration_id = asked.id))
        UNION ALL
        SELECT 'paper of a recalibration ' || given.id
        FROM calibration_recalibrationpaper AS given
        JOIN calibration_recalibration AS asked ON asked.id = given.recalibration_id
        JOIN calibration_rightpause AS pause ON pause.id = asked.pause_id
        JOIN calibration_paperreading AS reading ON reading.paper_id = given.paper_id
        WHERE reading.person_id = pause.assessor_id AND reading.purpose <> 'recalibration'
          AND reading.read_at < given.given_at
        """,
    ),
    by_sql(
        "Who is certified read as many papers as the terms ask, none of which they knew, or a lead said so",
        """
        SELECT 'certificate ' || certificate.id
        FROM calibration_certificate AS certificate
        JOIN calibration_qualifyingattempt AS attempt ON attempt.id = certificate.attempt_id
        JOIN calibration_qualifyingterms AS terms ON terms.id = attempt.terms_id
        LEFT JOIN calibration_attemptend AS ending ON ending.attempt_id = attempt.id
        LEFT JOIN calibration_attemptruling AS ruling ON ruling.attempt_id = attempt.id
        WHERE certificate.assessor_id <> attempt.person_id
           OR NOT coalesce(ending.verdict = 'qualified', false)
              AND NOT coalesce(ending.verdict = 'undecided' AND ruling.qualifies, false)
           OR ending.verdict = 'qualified' AND (
              SELECT count(*) FROM calibration_attemptpaper AS given
              JOIN calibration_attemptreading AS answer ON answer.given_id = given.id
              WHERE given.attempt_id = attempt.id) NOT BETWEEN terms.fewest AND greatest(terms.most, 10)
        UNION ALL
        SELECT 'attempt ' || attempt.id
        FROM calibration_qualifyingattempt AS attempt
        JOIN calibration_qualifyingattempt AS later ON later.person_id = attempt.person_id
          AND later.version_id = attempt.version_id AND later.started_at > attempt.started_at
        LEFT JOIN calibration_attemptend AS ending ON ending.attempt_id = attempt.id
        WHERE ending.id IS NULL OR ending.ended_at > later.started_at
        UNION ALL
        SELECT 'paper ' || given.id
        FROM calibration_attemptpaper AS given
        JOIN calibration_qualifyingattempt AS attempt ON attempt.id = given.attempt_id
        JOIN calibration_paperreading AS reading ON reading.paper_id = given.paper_id
        WHERE reading.person_id = attempt.person_id AND reading.purpose <> 'qualifying'
          AND reading.read_at < given.given_at
        """,
    ),
    by_sql(
        "What a paper shows is agreed of every criterion after two scored it blind; no other stands in a set",
        """
        SELECT 'consensus ' || consensus.id
        FROM calibration_consensus AS consensus
        JOIN calibration_paper AS paper ON paper.id = consensus.paper_id
        WHERE (SELECT count(*) FROM calibration_consensuslevel AS agreed
               JOIN catalog_criterion AS criterion ON criterion.id = agreed.criterion_id
               JOIN catalog_level AS level ON level.id = agreed.level_id AND level.criterion_id = criterion.id
               WHERE agreed.consensus_id = consensus.id AND criterion.version_id = paper.version_id)
              <> (SELECT count(*) FROM catalog_criterion WHERE version_id = paper.version_id)
           OR (SELECT count(*) FROM calibration_paperreading AS reading
               JOIN portfolios_judge AS judge
                 ON judge.submission_id = paper.submission_id AND judge.person_id = reading.person_id
               WHERE reading.paper_id = paper.id AND reading.purpose = 'panel'
                 AND reading.read_at <= consensus.recorded_at) < 2
        UNION ALL
        SELECT 'place ' || place.id
        FROM calibration_setplace AS place
        WHERE NOT EXISTS (SELECT FROM calibration_consensus WHERE paper_id = place.paper_id)
        """,
    ),
    by_sql(
        "Nobody holds work to judge it of whom they learned before whose it is, or learns that of what they held",
        """
        SELECT 'judge ' || judge.id
        FROM portfolios_judge AS judge
        JOIN portfolios_submission AS submission ON submission.id = judge.submission_id
        JOIN portfolios_pursuit AS work ON work.id = submission.pursuit_id
        JOIN catalog_version AS version ON version.id = work.version_id
        JOIN portfolios_sight AS sight ON sight.person_id = judge.person_id
        JOIN portfolios_pursuit AS known ON known.id = sight.pursuit_id AND known.person_id = work.person_id
        JOIN catalog_version AS of_known ON of_known.id = known.version_id
        WHERE (sight.created_at < judge.created_at OR of_known.micro_credential_id = version.micro_credential_id)
          -- of two accounts that turned out to be one person's, nobody could know
          AND NOT EXISTS (
            SELECT FROM accounts_mergedrows AS joined JOIN accounts_merge AS one ON one.id = joined.merge_id
            WHERE joined."table" = 'portfolios_pursuit' AND joined."column" = 'person_id'
              AND one.created_at > greatest(sight.created_at, judge.created_at)
              AND (work.id::text = ANY (joined.keys)) <> (known.id::text = ANY (joined.keys)))
        """,
    ),
    by_sql(
        "Every decision rests on one score for each criterion in each reading, and on one result",
        """
        WITH asked AS (
            SELECT submission.id, array_agg(criterion.id ORDER BY criterion.id) AS criteria
            FROM portfolios_submission AS submission
            JOIN portfolios_pursuit AS pursuit ON pursuit.id = submission.pursuit_id
            JOIN catalog_criterion AS criterion ON criterion.version_id = pursuit.version_id
            GROUP BY submission.id)
        SELECT 'scoring ' || scoring.id
        FROM scoring_scoring AS scoring LEFT JOIN asked ON asked.id = scoring.submission_id
        WHERE (SELECT array_agg(criterion_id ORDER BY criterion_id) FROM scoring_score
               WHERE scoring_id = scoring.id) IS DISTINCT FROM asked.criteria
        UNION ALL
        SELECT 'decision ' || decision.id
        FROM scoring_decision AS decision LEFT JOIN asked ON asked.id = decision.submission_id
        WHERE (SELECT array_agg(criterion_id ORDER BY criterion_id) FROM scoring_result
               WHERE decision_id = decision.id) IS DISTINCT FROM asked.criteria
        """,
    ),
    by_sql(
        "A pin of an assessor points into the submission that was read, and is told with the criterion that it is to",
        """
        SELECT 'pin ' || pin.id
        FROM scoring_scoredpin AS pin
        JOIN scoring_score AS score ON score.id = pin.score_id
        JOIN scoring_scoring AS scoring ON scoring.id = score.scoring_id
        LEFT JOIN portfolios_submitteditem AS piece ON piece.id = pin.piece_id
        LEFT JOIN portfolios_submittedtext AS answer ON answer.id = pin.text_id
        WHERE coalesce(piece.submission_id, answer.submission_id) <> scoring.submission_id
           OR score.carried_from_id IS NOT NULL
        UNION ALL
        SELECT 'pin that is told ' || told.id
        FROM scoring_toldpin AS told
        JOIN scoring_scoredpin AS pin ON pin.id = told.scored_id
        JOIN scoring_score AS score ON score.id = pin.score_id
        JOIN scoring_scoring AS scoring ON scoring.id = score.scoring_id
        LEFT JOIN scoring_result AS result ON result.id = told.result_id
        LEFT JOIN scoring_appealresult AS afresh ON afresh.id = told.appeal_result_id
        WHERE scoring.paper_id IS NOT NULL OR scoring.submission_id <> told.submission_id
           OR coalesce(result.criterion_id, afresh.criterion_id) <> score.criterion_id
           OR (told.piece_id, told.text_id, told.starts, told.words)
              IS DISTINCT FROM (pin.piece_id, pin.text_id, pin.starts, pin.words)
        """,
    ),
    by_sql(
        "A submission has as many readings as the queue counts, and its decision rests on all that were asked for",
        """
        SELECT 'queue item ' || item.id FROM scoring_queueitem AS item
        LEFT JOIN scoring_decision AS decision ON decision.submission_id = item.submission_id
        LEFT JOIN scoring_appeal AS appeal ON appeal.decision_id = decision.id
        LEFT JOIN scoring_appealdecision AS afresh ON afresh.appeal_id = appeal.id
        CROSS JOIN LATERAL (
            SELECT count(*) AS saved FROM scoring_scoring AS scoring
            WHERE scoring.submission_id = item.submission_id AND scoring.paper_id IS NULL
              AND NOT EXISTS (SELECT FROM scoring_resetreading
                              WHERE scoring_id = scoring.id AND replaced)) AS reading
        CROSS JOIN LATERAL (
            SELECT decision.readings + coalesce(afresh.readings, 0) AS rested) AS all_together
        WHERE item.paper_id IS NULL AND (item.readings_saved <> reading.saved
           OR (decision.id IS NOT NULL AND item.settled_at IS NOT NULL
               AND (all_together.rested <> reading.saved OR all_together.rested <> item.readings_asked))
           OR (decision.id IS NOT NULL AND item.settled_at IS NULL AND decision.readings > reading.saved))
        """,
    ),
    by_sql(
        "Of each criterion stands the level that most readings find reached, and no two that differ decided alone",
        """
        WITH given AS (
            SELECT decision.id, decision.readings, score.criterion_id,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY level.position) AS stands,
                   bool_or(level.position >= criterion.required_position)
                       AND bool_or(level.position < criterion.required_position) AS split
            FROM scoring_decision AS decision
            JOIN scoring_scoring AS scoring
              ON scoring.submission_id = decision.submission_id AND scoring.paper_id IS NULL
             AND scoring.scored_at <= decision.decided_at -- what was read for an appeal came after it
             AND NOT EXISTS (SELECT FROM scoring_resetreading WHERE scoring_id = scoring.id AND replaced)
            JOIN scoring_score AS score ON score.scoring_id = scoring.id
            JOIN catalog_criterion AS criterion ON criterion.id = score.criterion_id
            JOIN catalog_level AS level ON level.id = score.level_id
            LEFT JOIN scoring_assignmentpolicy AS policy ON policy.id = decision.policy_id
            WHERE policy.third IS DISTINCT FROM 'decision' AND NOT decision.by_default -- whose third is so too
            GROUP BY decision.id, decision.readings, score.criterion_id)
        SELECT 'result ' || result.id
        FROM given
        JOIN scoring_result AS result
          ON result.decision_id = given.id AND result.criterion_id = given.criterion_id
        JOIN scoring_score AS score ON score.id = result.score_id
        JOIN catalog_level AS level ON level.id = score.level_id
        WHERE level.position <> given.stands OR (given.split AND given.readings = 2)
        """,
    ),
    by_sql(
        "Where readers decide and not criteria, there stands a level that one of them gave, and no two that differ on "
        "the outcome decided alone",
        """
        SELECT 'result ' || result.id
        FROM scoring_result AS result
        JOIN scoring_decision AS decision ON decision.id = result.decision_id
        LEFT JOIN scoring_assignmentpolicy AS policy ON policy.id = decision.policy_id
        JOIN scoring_score AS score ON score.id = result.score_id
        JOIN scoring_scoring AS scoring ON scoring.id = score.scoring_id
        WHERE (policy.third = 'decision' OR decision.by_default) AND (
              scoring.submission_id <> decision.submission_id OR score.criterion_id <> result.criterion_id
           OR (result.way = 'majority' AND decision.readings < 3)
           OR (result.way = 'lower' AND decision.outcome = 'earned' AND decision.readings = 2 AND EXISTS (
                  SELECT FROM catalog_criterion AS criterion WHERE criterion.id = result.criterion_id
                  AND NOT EXISTS (SELECT FROM catalog_partrule AS rule
                                  WHERE rule.version_id = criterion.version_id AND rule.part = criterion.part))))
        """,
    ),
    by_sql(
        "Every decision is what the version's rule makes of the levels that stand",
        """
        WITH part AS (
            SELECT decision.id, decision.outcome, criterion.version_id, criterion.part,
                   count(*) FILTER (WHERE level.position >= criterion.required_position) AS met,
                   count(*) AS criteria, sum(level.position + 1) AS points
            FROM scoring_decision AS decision
            JOIN scoring_result AS result ON result.decision_id = decision.id
            JOIN scoring_score AS score ON score.id = result.score_id
            JOIN catalog_level AS level ON level.id = score.level_id
            JOIN catalog_criterion AS criterion ON criterion.id = score.criterion_id
            GROUP BY decision.id, decision.outcome, criterion.version_id, criterion.part)
        SELECT 'decision ' || part.id
        FROM part LEFT JOIN catalog_partrule AS rule ON rule.version_id = part.version_id AND rule.part = part.part
        GROUP BY part.id, part.outcome
        HAVING bool_and(CASE WHEN met = criteria THEN true
                             WHEN rule.kind = 'at_least' THEN met >= rule.count
                             WHEN rule.kind = 'total' THEN points >= rule.count
                             ELSE false END) <> (part.outcome = 'earned')
        """,
    ),
    by_sql(
        "A submission is settled in the queue exactly when a decision stands, or it was withdrawn",
        """
        SELECT 'queue item ' || item.id FROM scoring_queueitem AS item
        LEFT JOIN scoring_decision AS decision ON decision.submission_id = item.submission_id
        LEFT JOIN portfolios_withdrawal AS withdrawal ON withdrawal.submission_id = item.submission_id
        LEFT JOIN portfolios_freshreading AS fresh ON fresh.submission_id = item.submission_id
          AND NOT EXISTS (SELECT FROM portfolios_freshreadingend WHERE reading_id = fresh.id)
        WHERE item.paper_id IS NULL AND withdrawal.id IS NULL
          AND (item.settled_at IS NULL) <> (decision.id IS NULL OR fresh.id IS NOT NULL)
        """,
    ),
    by_sql(
        "What has all its readings and no decision waits for a lead's look, and no lead looks at what they read",
        """
        SELECT 'queue item ' || item.id FROM scoring_queueitem AS item
        WHERE item.paper_id IS NULL AND item.settled_at IS NULL
          AND NOT EXISTS (SELECT FROM scoring_decision WHERE submission_id = item.submission_id)
          AND (item.readings_saved = item.readings_asked) <> EXISTS (
              SELECT FROM scoring_backread AS look WHERE look.item_id = item.id AND NOT EXISTS (
                  SELECT FROM scoring_backreadstep
                  WHERE back_read_id = look.id AND kind IN ('released', 'fresh', 'reset')))
        UNION ALL
        SELECT 'step ' || step.id FROM scoring_backreadstep AS step
        JOIN scoring_backread AS look ON look.id = step.back_read_id
        JOIN scoring_queueitem AS item ON item.id = look.item_id
        JOIN scoring_scoring AS scoring
          ON scoring.submission_id = item.submission_id AND scoring.assessor_id = step.taken_by_id
        WHERE step.kind NOT IN ('reworded', 'reset')
        """,
    ),
    by_sql(
        "An appeal rests on fresh readers alone, lowers nothing, and what it raised is met in the educator's work",
        """
        SELECT 'fresh scoring ' || scoring.id FROM scoring_scoring AS scoring
        JOIN scoring_decision AS decision ON decision.submission_id = scoring.submission_id
        JOIN portfolios_submission AS submission ON submission.id = scoring.submission_id
        JOIN portfolios_submission AS held ON held.pursuit_id = submission.pursuit_id
        JOIN portfolios_judge AS judge ON judge.submission_id = held.id AND judge.person_id = scoring.assessor_id
        JOIN scoring_appeal AS appeal ON appeal.decision_id = decision.id
        WHERE scoring.paper_id IS NULL AND scoring.scored_at > decision.decided_at AND judge.since < appeal.appealed_at
        UNION ALL
        SELECT 'fresh result ' || fresh.id FROM scoring_appealresult AS fresh
        JOIN scoring_appealdecision AS afresh ON afresh.id = fresh.decision_id
        JOIN scoring_appeal AS appeal ON appeal.id = afresh.appeal_id
        JOIN scoring_decision AS decision ON decision.id = appeal.decision_id
        JOIN scoring_result AS result ON result.decision_id = decision.id AND result.criterion_id = fresh.criterion_id
        JOIN catalog_criterion AS criterion ON criterion.id = fresh.criterion_id
        JOIN scoring_score AS before_score ON before_score.id = result.score_id
        JOIN catalog_level AS before ON before.id = before_score.level_id
        JOIN scoring_score AS after_score ON after_score.id = fresh.score_id
        JOIN catalog_level AS after ON after.id = after_score.level_id
        WHERE fresh.raised <> (before.position < criterion.required_position
                               AND after.position >= criterion.required_position)
           OR (fresh.raised AND EXISTS (
                  SELECT FROM portfolios_shortfall AS shortfall
                  JOIN portfolios_return AS returned ON returned.id = shortfall.return_row_id
                  WHERE returned.submission_id = decision.submission_id
                    AND shortfall.criterion_id = fresh.criterion_id
                    AND NOT EXISTS (SELECT FROM portfolios_raised WHERE shortfall_id = shortfall.id)))
        UNION ALL
        SELECT 'appeal decision ' || afresh.id FROM scoring_appealdecision AS afresh
        JOIN scoring_appeal AS appeal ON appeal.id = afresh.appeal_id
        JOIN scoring_decision AS decision ON decision.id = appeal.decision_id
        JOIN portfolios_submission AS submission ON submission.id = decision.submission_id
        WHERE decision.outcome <> 'not_yet'
           OR (afresh.outcome = 'upheld' AND NOT EXISTS (
                  SELECT FROM portfolios_completion WHERE pursuit_id = submission.pursuit_id))
           OR (afresh.outcome = 'stands' AND EXISTS (
                  SELECT FROM scoring_appealresult WHERE decision_id = afresh.id AND raised))
        """,
    ),
    by_sql(
        "No decision rests on a reading that another replaced, and what a reset says it has read afresh is",
        """
        SELECT 'result ' || result.id FROM scoring_result AS result
        JOIN scoring_score AS score ON score.id = result.score_id
        JOIN scoring_resetreading AS gone ON gone.scoring_id = score.scoring_id AND gone.replaced
        UNION ALL
        SELECT 'fresh result ' || result.id FROM scoring_appealresult AS result
        JOIN scoring_score AS score ON score.id = result.score_id
        JOIN scoring_resetreading AS gone ON gone.scoring_id = score.scoring_id AND gone.replaced
        UNION ALL
        SELECT 'case ' || reached.id FROM scoring_resetcase AS reached
        LEFT JOIN scoring_resetoutcome AS outcome ON outcome.case_id = reached.id
        LEFT JOIN scoring_appeal AS appeal ON appeal.case_id = reached.id
        LEFT JOIN scoring_decision AS decision ON decision.id = appeal.decision_id
        WHERE (appeal.id IS NOT NULL) <> coalesce(outcome.consequence = 'afresh', false)
           OR decision.submission_id <> reached.submission_id
           OR (outcome.id IS NULL AND EXISTS (SELECT FROM scoring_resetreading WHERE case_id = reached.id))
        """,
    ),
    by_sql(
        "An appeal ended in one way, and none that goes on lets what was handed in after it be read",
        """
        SELECT 'appeal ' || appeal.id FROM scoring_appeal AS appeal
        LEFT JOIN scoring_appealwithdrawal AS withdrawal ON withdrawal.appeal_id = appeal.id
        LEFT JOIN scoring_appealdecision AS afresh ON afresh.appeal_id = appeal.id
        LEFT JOIN scoring_appealscreening AS refusal ON refusal.appeal_id = appeal.id AND NOT refusal.accepted
        JOIN scoring_decision AS decision ON decision.id = appeal.decision_id
        JOIN portfolios_submission AS submission ON submission.id = decision.submission_id
        WHERE num_nonnulls(withdrawal.id, afresh.id, refusal.id) > 1
           OR num_nonnulls(withdrawal.id, afresh.id, refusal.id) = 0 AND EXISTS (
                  SELECT FROM portfolios_submission AS later
                  JOIN portfolios_opening AS opening ON opening.submission_id = later.id
                  WHERE later.pursuit_id = submission.pursuit_id AND later.number > submission.number)
        """,
    ),
    by_sql(
        "What is read to see how its reader judges decides nothing, and lies with nobody but its reader",
        """
        SELECT 'scoring ' || scoring.id FROM scoring_scoring AS scoring
        JOIN scoring_claim AS claim ON claim.id = scoring.claim_id
        JOIN scoring_queueitem AS item ON item.id = claim.item_id
        WHERE item.paper_id IS DISTINCT FROM scoring.paper_id
           OR (scoring.paper_id IS NOT NULL AND (
               EXISTS (SELECT FROM scoring_decision WHERE scoring_id = scoring.id)
               OR EXISTS (SELECT FROM scoring_result AS result JOIN scoring_score AS score ON score.id = result.score_id
                          WHERE score.scoring_id = scoring.id)
               OR EXISTS (SELECT FROM scoring_score AS carried JOIN scoring_score AS score
                            ON score.id = carried.carried_from_id WHERE score.scoring_id = scoring.id)))
        UNION ALL
        SELECT 'queue item ' || item.id FROM scoring_queueitem AS item
        LEFT JOIN scoring_seeding AS seeding ON seeding.item_id = item.id
        WHERE (item.paper_id IS NULL) <> (seeding.id IS NULL)
           OR (item.paper_id IS NOT NULL AND EXISTS (
               SELECT FROM scoring_claim AS claim
               WHERE claim.item_id = item.id AND claim.assessor_id <> item.reader_id))
        """,
    ),
    by_sql(
        "Every “not yet” came back to the educator, every “earned” completed the pursuit",
        """
        SELECT 'decision ' || decision.id FROM scoring_decision AS decision
        JOIN portfolios_submission AS submission ON submission.id = decision.submission_id
        WHERE (decision.outcome = 'not_yet' AND NOT EXISTS (
                  SELECT FROM portfolios_return WHERE submission_id = submission.id))
           OR (decision.outcome = 'earned' AND NOT EXISTS (
                  SELECT FROM portfolios_completion WHERE pursuit_id = submission.pursuit_id))
        """,
    ),
    by_sql(
        "Nobody scored who shares a school or district with the educator, nor their own work",
        """
        SELECT 'scoring ' || scoring.id FROM scoring_scoring AS scoring
        JOIN portfolios_submission AS submission ON submission.id = scoring.submission_id
        JOIN portfolios_pursuit AS pursuit ON pursuit.id = submission.pursuit_id
        WHERE scoring.assessor_id = pursuit.person_id OR EXISTS (
            SELECT FROM organizations_membership AS hers
            JOIN organizations_organization AS her_place ON her_place.id = hers.organization_id
            JOIN organizations_membership AS his ON his.person_id = scoring.assessor_id
            JOIN organizations_organization AS his_place ON his_place.id = his.organization_id
            JOIN organizations_organization AS shared
              ON shared.id = ANY (her_place.lineage) AND shared.id = ANY (his_place.lineage)
            WHERE hers.person_id = pursuit.person_id AND shared.kind IN ('district', 'school')
              AND hers.starts_at <= scoring.scored_at
              AND (hers.ends_at IS NULL OR hers.ends_at > scoring.scored_at)
              AND his.starts_at <= scoring.scored_at
              AND (his.ends_at IS NULL OR his.ends_at > scoring.scored_at))
        """,
    ),
)
