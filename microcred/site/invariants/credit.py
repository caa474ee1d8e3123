"""The ledger of credit rests on awards and activities that stand, and on nobody’s ruling on their own."""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

ACCEPTED_ONCE = "What is accepted for renewing stands on record once while it verifies, or the news of it is on its way"

KEPT_WHERE_IT_BELONGS = "A cycle is kept by a district, or by the state under whose rules it is, and by nobody else"

LOOKED_WHILE_OPEN = (
    "Nobody looked at a transcript by a link before it was made, after its last day or after it was ended"
)

OF_THEIR_OWN = "A fact about an award or activity is a fact of the person whose award or activity it is"

IN_ANOTHERS_PLACE = (
    "Credit that stands in the place of other credit is for the same, and that fell out of its cycle, or the ruling on "
    "it was taken back"
)

TAKEN_BACK_BY_OTHERS = (
    "Credit whose ruling was taken back counts no longer, and it was not its person who took it back, nor who stands "
    "in for them"
)

CREDIT: Sequence[Invariant] = (
    by_sql(
        "Every entry of the ledger rests on a recognition that counts, of the same award or activity, and policy",
        """
        SELECT 'entry ' || entry.id FROM recognition_entry AS entry
        JOIN recognition_recognition AS recognition ON recognition.id = entry.recognition_id
        WHERE recognition.outcome NOT IN ('counts', 'partly')
           OR recognition.award_id IS DISTINCT FROM entry.award_id
           OR recognition.statement_id IS DISTINCT FROM entry.statement_id
           OR recognition.policy_id <> entry.policy_id
        """,
    ),
    by_sql(
        "No entry of the ledger is worth less than nothing, whatever has been adjusted",
        """
        SELECT 'entry ' || entry.id FROM recognition_entry AS entry
        JOIN recognition_adjustment AS adjustment ON adjustment.entry_id = entry.id
        GROUP BY entry.id HAVING entry.amount + sum(adjustment.amount) < 0
        """,
    ),
    by_sql(
        IN_ANOTHERS_PLACE,
        """
        SELECT 'entry ' || entry.id FROM recognition_entry AS entry
        JOIN recognition_entry AS before ON before.id = entry.moved_from_id
        LEFT JOIN recognition_reversal AS reversal ON reversal.entry_id = before.id
        LEFT JOIN recognition_ruling AS ruling ON ruling.entry_id = before.id
        LEFT JOIN recognition_rulingretraction AS retraction ON retraction.ruling_id = ruling.id
        WHERE (reversal.change_id IS NULL AND reversal.retraction_id IS NULL
               AND (reversal.id IS NULL OR retraction.id IS NULL))
           OR before.family <> entry.family
           OR before.award_id IS DISTINCT FROM entry.award_id
           OR (before.statement_id IS NULL) <> (entry.statement_id IS NULL)
        """,
    ),
    by_sql(
        "No credit stands in a cycle that has ended",
        """
        SELECT 'entry ' || entry.id FROM recognition_entry AS entry
        JOIN (SELECT DISTINCT ON (cycle_id) cycle_id, ended FROM recognition_cyclechange
              ORDER BY cycle_id, id DESC) AS change ON change.cycle_id = entry.cycle_id
        LEFT JOIN recognition_ruling AS ruling ON ruling.entry_id = entry.id
        WHERE change.ended AND ruling.outcome IS DISTINCT FROM 'declined'
          AND NOT EXISTS (SELECT FROM recognition_reversal WHERE entry_id = entry.id)
        """,
    ),
    by_sql(
        "Credit of a revoked award is reversed, or the news of it is on its way",
        """
        SELECT 'entry ' || entry.id FROM recognition_entry AS entry
        JOIN credentials_revocation AS revocation ON revocation.award_id = entry.award_id
        WHERE NOT EXISTS (SELECT FROM recognition_reversal WHERE entry_id = entry.id)
          AND NOT EXISTS (
              SELECT FROM foundation_pendingdelivery AS pending
              JOIN foundation_outboxevent AS event ON event.id = pending.event_id
              WHERE event.name = 'credentials.AwardRevoked'
                AND event.facts ->> 'award_id' = entry.award_id::text)
        """,
    ),
    by_sql(
        "Credit for an activity stands only while it is confirmed, or stands in other books, and has not ended",
        """
        SELECT 'entry ' || entry.id FROM recognition_entry AS entry
        JOIN recognition_activitystatement AS statement ON statement.id = entry.statement_id
        JOIN recognition_activity AS activity ON activity.id = statement.activity_id
        LEFT JOIN recognition_activityruling AS ruling ON ruling.statement_id = statement.id
        WHERE NOT EXISTS (SELECT FROM recognition_reversal WHERE entry_id = entry.id)
          AND (ruling.outcome = 'declined' OR (ruling.id IS NULL AND activity.source = '')
               OR EXISTS (SELECT FROM recognition_activityending WHERE activity_id = activity.id))
        """,
    ),
    by_sql(
        "Nobody confirmed an activity of their own, nor that of whom they stood in for",
        """
        SELECT 'ruling ' || ruling.id FROM recognition_activityruling AS ruling
        JOIN recognition_activitystatement AS statement ON statement.id = ruling.statement_id
        JOIN recognition_activity AS activity ON activity.id = statement.activity_id
        LEFT JOIN recognition_delegation AS delegation ON delegation.id = ruling.delegation_id
        WHERE activity.person_id IN (ruling.ruled_by_id, delegation.delegator_id)
        """,
    ),
    by_sql(
        OF_THEIR_OWN,
        """
        SELECT 'fact ' || fact.id FROM recognition_fact AS fact
        LEFT JOIN credentials_award AS award ON award.id = fact.award_id
        LEFT JOIN recognition_activitystatement AS statement ON statement.id = fact.activity_id
        LEFT JOIN recognition_activity AS activity ON activity.id = statement.activity_id
        WHERE fact.person_id <> COALESCE(award.person_id, activity.person_id, fact.person_id)
        """,
    ),
    by_sql(
        "Nobody ruled on a fact about themselves, or about an award or activity of theirs",
        """
        SELECT 'ruling ' || ruling.id FROM recognition_factruling AS ruling
        JOIN recognition_factstatement AS statement ON statement.id = ruling.statement_id
        JOIN recognition_fact AS fact ON fact.id = statement.fact_id
        WHERE fact.person_id = ruling.ruled_by_id
        """,
    ),
    by_sql(
        "What was confirmed of an activity was neither stated anew nor given or robbed of a document since",
        """
        SELECT 'statement ' || statement.id FROM recognition_activitystatement AS statement
        JOIN recognition_activityruling AS ruling ON ruling.statement_id = statement.id
        WHERE ruling.outcome = 'confirmed' AND (
            EXISTS (SELECT FROM recognition_activitystatement AS newer
                    WHERE newer.activity_id = statement.activity_id AND newer.number > statement.number)
            OR EXISTS (SELECT FROM recognition_activitydocument AS document
                       LEFT JOIN recognition_documentremoval AS removal ON removal.document_id = document.id
                       WHERE document.activity_id = statement.activity_id
                         AND greatest(document.created_at, removal.created_at) > ruling.created_at))
        """,
    ),
    by_sql(
        "A trial of rules wrote nothing into the ledger, and one that was for real names what it was because of",
        """
        SELECT 'recognition ' || recognition.id FROM recognition_recognition AS recognition
        JOIN recognition_reevaluation AS reevaluation ON reevaluation.id = recognition.reevaluation_id
        WHERE reevaluation.is_trial OR (reevaluation.policy_id IS NULL AND reevaluation.agreement_id IS NULL)
        """,
    ),
    by_sql(
        LOOKED_WHILE_OPEN,
        """
        SELECT 'look ' || look.id FROM recognition_transcriptlook AS look
        JOIN recognition_transcriptshare AS share ON share.id = look.share_id
        LEFT JOIN recognition_transcriptshareending AS ending ON ending.share_id = share.id
        WHERE look.looked_at < share.shared_at OR look.looked_at >= share.ends_at
           OR look.looked_at > ending.ended_at + interval '1 minute' -- servers' clocks and waiting differ
        """,
    ),
    by_sql(
        KEPT_WHERE_IT_BELONGS,
        """
        SELECT 'cycle ' || kept.cycle_id FROM (
            SELECT id AS cycle_id, keeper_id FROM recognition_cycle
            UNION ALL SELECT cycle_id, keeper_id FROM recognition_cyclechange) AS kept
        JOIN recognition_cycle AS cycle ON cycle.id = kept.cycle_id
        JOIN recognition_policy AS policy ON policy.id = cycle.policy_id
        JOIN organizations_organization AS keeper ON keeper.id = kept.keeper_id
        WHERE NOT (keeper.kind = 'district' OR (keeper.kind = 'state' AND keeper.id = policy.jurisdiction_id))
        """,
    ),
    by_sql(
        TAKEN_BACK_BY_OTHERS,
        """
        SELECT 'ruling ' || ruling.id FROM recognition_rulingretraction AS retraction
        JOIN recognition_ruling AS ruling ON ruling.id = retraction.ruling_id
        JOIN recognition_entry AS entry ON entry.id = ruling.entry_id
        JOIN credentials_award AS award ON award.id = entry.award_id
        LEFT JOIN recognition_delegation AS delegation ON delegation.id = retraction.delegation_id
        WHERE award.person_id IN (retraction.retracted_by_id, delegation.delegator_id)
           OR NOT EXISTS (SELECT FROM recognition_reversal WHERE entry_id = entry.id)
        """,
    ),
    by_sql(
        "Nobody ruled on credit of their own",
        """
        SELECT 'ruling ' || ruling.id FROM recognition_ruling AS ruling
        JOIN recognition_entry AS entry ON entry.id = ruling.entry_id
        JOIN credentials_award AS award ON award.id = entry.award_id
        WHERE award.person_id = ruling.ruled_by_id
        """,
    ),
    by_sql(
        "Who stood in for somebody never ruled on their credit, and only while it was delegated",
        """
        SELECT 'ruling ' || ruling.id FROM recognition_ruling AS ruling
        JOIN recognition_delegation AS delegation ON delegation.id = ruling.delegation_id
        JOIN recognition_entry AS entry ON entry.id = ruling.entry_id
        JOIN credentials_award AS award ON award.id = entry.award_id
        LEFT JOIN recognition_delegationending AS ending ON ending.delegation_id = delegation.id
        WHERE award.person_id = delegation.delegator_id OR ruling.ruled_by_id <> delegation.delegate_id
           OR ruling.ruled_at < delegation.starts_at OR ruling.ruled_at >= delegation.ends_at
           OR ruling.ruled_at >= ending.ended_at
        """,
    ),
    by_sql(
        "Nobody looked once more at what they ruled on, nor at their own credit",
        """
        SELECT 'finding ' || finding.id FROM recognition_auditfinding AS finding
        JOIN recognition_audititem AS item ON item.id = finding.item_id
        JOIN recognition_ruling AS ruling ON ruling.id = item.ruling_id
        JOIN recognition_entry AS entry ON entry.id = ruling.entry_id
        JOIN credentials_award AS award ON award.id = entry.award_id
        WHERE finding.found_by_id IN (ruling.ruled_by_id, award.person_id)
        UNION ALL
        SELECT 'finding of an activity ' || finding.id FROM recognition_auditfinding AS finding
        JOIN recognition_audititem AS item ON item.id = finding.item_id
        JOIN recognition_activityruling AS ruling ON ruling.id = item.activity_ruling_id
        JOIN recognition_activitystatement AS statement ON statement.id = ruling.statement_id
        JOIN recognition_activity AS activity ON activity.id = statement.activity_id
        WHERE finding.found_by_id IN (ruling.ruled_by_id, activity.person_id)
        """,
    ),
    by_sql(
        "Nobody allowed themselves anything",
        """
        SELECT 'allowance ' || allowance.id FROM recognition_allowance AS allowance
        JOIN credentials_award AS award ON award.id = allowance.award_id
        WHERE award.person_id = allowance.allowed_by_id
        UNION ALL
        SELECT 'allowance of an activity ' || allowance.id FROM recognition_activityallowance AS allowance
        JOIN recognition_activitystatement AS statement ON statement.id = allowance.statement_id
        JOIN recognition_activity AS activity ON activity.id = statement.activity_id
        WHERE activity.person_id = allowance.allowed_by_id
        """,
    ),
    by_sql(
        "Less is allowed only of an activity that was confirmed",
        """
        SELECT 'allowance of an activity ' || allowance.id FROM recognition_activityallowance AS allowance
        JOIN recognition_activitystatement AS statement ON statement.id = allowance.statement_id
        JOIN recognition_activity AS activity ON activity.id = statement.activity_id
        LEFT JOIN recognition_activityruling AS ruling ON ruling.statement_id = statement.id
        WHERE ruling.outcome = 'declined' OR (ruling.id IS NULL AND activity.source = '')
        """,
    ),
    by_sql(
        "A line goes to an agency again only after it was rejected, and under its key",
        """
        SELECT 'line ' || line.id FROM recognition_batchline AS line
        JOIN recognition_batchline AS before ON before.id = line.again_id
        LEFT JOIN recognition_batchlineanswer AS answer ON answer.line_id = before.id
        WHERE answer.accepted IS DISTINCT FROM false OR before.key <> line.key
        """,
    ),
    by_sql(
        "The receipt of a file counts its lines",
        """
        SELECT 'file ' || file.id FROM recognition_batchfile AS file
        WHERE file.lines_count <> (SELECT count(*) FROM recognition_batchline WHERE file_id = file.id)
        """,
    ),
    by_sql(
        "No officer decided about credit of their own",
        """
        SELECT 'set ' || one.id FROM recognition_creditset AS one
        JOIN recognition_cycle AS cycle ON cycle.id = one.cycle_id WHERE cycle.person_id = one.decided_by_id
        """,
    ),
    by_sql(
        "Nobody decided whether they may begin themselves",
        """
        SELECT 'decision ' || decision.id FROM recognition_approvaldecision AS decision
        JOIN recognition_approvalrequest AS request ON request.id = decision.request_id
        WHERE request.person_id = decision.decided_by_id
        """,
    ),
    by_sql(
        "What was taken back before it was decided was never decided",
        """
        SELECT 'request ' || request_id FROM recognition_approvaldecision AS decision
        JOIN recognition_approvalwithdrawal AS withdrawal USING (request_id)
        """,
    ),
    by_sql(
        "Nobody confirmed a license or work of their own",
        """
        SELECT 'ruling ' || ruling.id FROM recognition_licenceruling AS ruling
        JOIN recognition_licencestatement AS statement ON statement.id = ruling.statement_id
        JOIN recognition_licence AS licence ON licence.id = statement.licence_id
        WHERE licence.person_id = ruling.ruled_by_id
        UNION ALL
        SELECT 'ruling ' || ruling.id FROM recognition_employmentruling AS ruling
        JOIN recognition_employmentstatement AS statement ON statement.id = ruling.statement_id
        JOIN recognition_employment AS employment ON employment.id = statement.employment_id
        WHERE employment.person_id = ruling.ruled_by_id
        """,
    ),
    by_sql(
        "Nobody looked at what they asked to be accepted themselves",
        """
        SELECT 'reading ' || reading.id FROM recognition_acceptancereading AS reading
        JOIN recognition_acceptancerequest AS request ON request.id = reading.request_id
        WHERE reading.reviewer_id = request.asked_by_id
        """,
    ),
    by_sql(
        "What is decided of a request for acceptance rests on as many readings of one mind as were asked for",
        """
        SELECT 'decision ' || decision.id FROM recognition_acceptancedecision AS decision
        JOIN recognition_acceptancerequest AS request ON request.id = decision.request_id
        JOIN recognition_acceptanceterms AS terms ON terms.id = request.terms_id
        WHERE (SELECT count(*) FROM recognition_acceptancereading AS reading
               WHERE reading.request_id = request.id AND reading.accepts = decision.accepted) < terms.reviewers
        """,
    ),
    by_sql(
        ACCEPTED_ONCE,
        """
        WITH accepted AS (
            SELECT request.recognizer_id, request.asked_by_id, request.held
            FROM recognition_acceptancedecision AS decision
            JOIN recognition_acceptancerequest AS request ON request.id = decision.request_id
            WHERE decision.accepted AND request.purpose = 'renewal' AND request.held IS NOT NULL
            GROUP BY 1, 2, 3),
        stands AS (
            SELECT request.recognizer_id, activity.person_id, request.held, count(*) AS times
            FROM recognition_activity AS activity
            JOIN recognition_acceptancedecision AS decision ON decision.id = activity.acceptance_id
            JOIN recognition_acceptancerequest AS request ON request.id = decision.request_id
            WHERE NOT EXISTS (SELECT FROM recognition_activityending WHERE activity_id = activity.id)
            GROUP BY 1, 2, 3)
        SELECT 'credential ' || accepted.held FROM accepted
        LEFT JOIN badge_hosts_externalcredential AS credential
          ON credential.id = accepted.held AND credential.person_id = accepted.asked_by_id
        LEFT JOIN stands ON stands.recognizer_id = accepted.recognizer_id
         AND stands.person_id = accepted.asked_by_id AND stands.held = accepted.held
        WHERE coalesce(stands.times, 0) <> CASE
                  WHEN credential.yours
                   AND credential.verdict IN ('valid', 'unknown issuer', 'valid in part', 'expired') THEN 1 ELSE 0 END
          AND NOT EXISTS (
              SELECT FROM foundation_pendingdelivery AS pending
              JOIN foundation_outboxevent AS event ON event.id = pending.event_id
              WHERE event.name = 'integrations.BackpackChanged'
                AND event.facts ->> 'person_id' = accepted.asked_by_id::text)
        """,
    ),
    by_sql(
        "An activity that was accepted is its asker's own, of something they held, for renewing, and was accepted",
        """
        SELECT 'activity ' || activity.id FROM recognition_activity AS activity
        JOIN recognition_acceptancedecision AS decision ON decision.id = activity.acceptance_id
        JOIN recognition_acceptancerequest AS request ON request.id = decision.request_id
        WHERE NOT decision.accepted OR request.held IS NULL OR request.purpose <> 'renewal'
           OR request.asked_by_id <> activity.person_id
        """,
    ),
    by_sql(
        "Two agreements about the same never hold on one day",
        """
        WITH held AS (
            SELECT agreement.id, recognizer_id, issuer_id, purpose,
                   daterange(agreement.starts_on,
                             greatest(agreement.starts_on,
                                      least(coalesce(agreement.ends_on, 'infinity'), ending.ends_on))) AS days
            FROM recognition_agreement AS agreement
            LEFT JOIN recognition_agreementending AS ending ON ending.agreement_id = agreement.id)
        SELECT 'agreement ' || one.id FROM held AS one JOIN held AS other USING (recognizer_id, issuer_id, purpose)
        WHERE one.id < other.id AND one.days && other.days
        """,
    ),
)
