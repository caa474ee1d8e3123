"""What must always be true of the data, whatever crashed when: asked of the database, never mended by it.

`microcred check-invariants` runs all of them. Each states its promise in words and finds what breaks it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from microcred.credentials.models import StatusList
from microcred.credentials.queries import places_set
from microcred.foundation.clock import now
from microcred.foundation.storage import missing_objects
from microcred.notices.operations import MAIL_JOB
from microcred.notices.queries import left_unmailed
from microcred.openbadges.status import StatusBits

Find = Callable[[], list[str]]


@dataclass(frozen=True)
class Invariant:
    """A promise, and how to find what breaks it: one line for each violation."""

    promise: str
    violations: Find


def _by_sql(promise: str, sql: str) -> Invariant:
    """Make an invariant of a query whose every row is a violation, described by its first column."""

    def find() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return [str(row[0]) for row in cursor.fetchall()]

    return Invariant(promise, find)


def _missing_files() -> list[str]:
    return [f"file {file_id}" for file_id in missing_objects()]


def _misstated_status() -> list[str]:
    found = []
    for status_list in StatusList.objects.exclude(signed=""):
        bits = StatusBits.decode(json.loads(status_list.signed)["credentialSubject"]["encodedList"])
        stated = {index for index in range(status_list.size) if bits[index]}
        withdrawn = set(places_set(status_list))
        found += [f"status list {status_list.pk}, index {index}" for index in sorted(stated ^ withdrawn)]
    return found


def _forgotten_mail() -> list[str]:
    unmailed = left_unmailed(told_before=now() - timedelta(hours=1), job=MAIL_JOB)
    return [f"notice {pk}" for pk in unmailed.values_list("pk", flat=True)]


SUBMISSIONS: Sequence[Invariant] = (
    _by_sql(
        "The digest on every receipt is the digest of what was frozen",
        """
        SELECT 'submission ' || id FROM portfolios_submission
        WHERE encode(sha256(convert_to(manifest, 'UTF8')), 'hex') <> digest
        """,
    ),
    _by_sql(
        "Every frozen answer has the digest it was frozen with",
        """
        SELECT 'text ' || id FROM portfolios_submittedtext
        WHERE encode(sha256(convert_to(text, 'UTF8')), 'hex') <> digest
        """,
    ),
    _by_sql(
        "Every submission was attested, and attempts count from 1 without gaps",
        """
        SELECT 'submission ' || id FROM portfolios_submission AS submission
        WHERE NOT EXISTS (SELECT FROM portfolios_attestation WHERE submission_id = submission.id)
        UNION ALL
        SELECT 'pursuit ' || pursuit_id FROM portfolios_submission
        GROUP BY pursuit_id HAVING max(attempt) <> count(*)
        """,
    ),
    Invariant("Every stored file is there", _missing_files),
    _by_sql(
        "Every submission stands in the queue, or the news of it is on its way",
        """
        SELECT 'submission ' || submission.id FROM portfolios_submission AS submission
        WHERE NOT EXISTS (SELECT FROM scoring_queueitem WHERE submission_id = submission.id)
          AND NOT EXISTS (
              SELECT FROM foundation_pendingdelivery AS pending
              JOIN foundation_outboxevent AS event ON event.id = pending.event_id
              WHERE event.name = 'portfolios.SubmissionReceived'
                AND event.facts ->> 'submission_id' = submission.id::text)
        """,
    ),
)

DECISIONS: Sequence[Invariant] = (
    _by_sql(
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
    _by_sql(
        "A submission has as many readings as the queue counts, and its decision rests on all that were asked for",
        """
        SELECT 'queue item ' || item.id FROM scoring_queueitem AS item
        LEFT JOIN scoring_decision AS decision ON decision.submission_id = item.submission_id
        CROSS JOIN LATERAL (
            SELECT count(*) AS saved FROM scoring_scoring WHERE submission_id = item.submission_id) AS reading
        WHERE item.readings_saved <> reading.saved
           OR (decision.id IS NOT NULL
               AND (decision.readings <> reading.saved OR decision.readings <> item.readings_asked))
        """,
    ),
    _by_sql(
        "Of each criterion stands the level that most readings find reached, and no two that differ decided alone",
        """
        WITH given AS (
            SELECT decision.id, decision.readings, score.criterion_id,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY level.position) AS stands,
                   bool_or(level.position >= criterion.required_position)
                       AND bool_or(level.position < criterion.required_position) AS split
            FROM scoring_decision AS decision
            JOIN scoring_scoring AS scoring ON scoring.submission_id = decision.submission_id
            JOIN scoring_score AS score ON score.scoring_id = scoring.id
            JOIN catalog_criterion AS criterion ON criterion.id = score.criterion_id
            JOIN catalog_level AS level ON level.id = score.level_id
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
    _by_sql(
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
    _by_sql(
        "A submission is settled in the queue exactly when a decision stands",
        """
        SELECT 'queue item ' || item.id FROM scoring_queueitem AS item
        LEFT JOIN scoring_decision AS decision ON decision.submission_id = item.submission_id
        WHERE (item.settled_at IS NULL) <> (decision.id IS NULL)
        """,
    ),
    _by_sql(
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
    _by_sql(
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

AWARDS: Sequence[Invariant] = (
    _by_sql(
        "Every earned decision has its award intent, and every intent its earned decision, or the list it stands on",
        """
        SELECT 'decision ' || decision.id FROM scoring_decision AS decision
        WHERE decision.outcome = 'earned'
          AND NOT EXISTS (SELECT FROM credentials_awardintent WHERE source = decision.id)
        UNION ALL
        SELECT 'intent ' || intent.id FROM credentials_awardintent AS intent
        WHERE intent.issuance_id IS NULL AND NOT EXISTS (
            SELECT FROM scoring_decision WHERE id = intent.source AND outcome = 'earned')
        """,
    ),
    _by_sql(
        "Every row of a list that is written down has one intent or was passed over, and has its award once it is "
        "signed; what was issued to one person has one intent",
        """
        SELECT 'issuance ' || issuance.id FROM credentials_issuance AS issuance
        WHERE NOT EXISTS (SELECT FROM credentials_issuancebatch WHERE issuance_id = issuance.id)
          AND NOT EXISTS (SELECT FROM credentials_awardintent WHERE source = issuance.id AND issuance_id = issuance.id)
        UNION ALL
        SELECT 'issuance ' || issuance.id FROM credentials_issuance AS issuance
        WHERE EXISTS (SELECT FROM credentials_issuancebatch WHERE issuance_id = issuance.id) AND (
           (SELECT coalesce(sum(jsonb_array_length(batch.rows) - writing.passed_over), 0)
               FROM credentials_issuancebatch AS batch
               JOIN credentials_batchwriting AS writing ON writing.batch_id = batch.id
               WHERE batch.issuance_id = issuance.id)
           <> (SELECT count(*) FROM credentials_awardintent WHERE issuance_id = issuance.id)
           OR (SELECT coalesce(sum(jsonb_array_length(batch.rows) - writing.passed_over), 0)
               FROM credentials_issuancebatch AS batch
               JOIN credentials_batchwriting AS writing ON writing.batch_id = batch.id
               JOIN credentials_batchsigning AS signing ON signing.batch_id = batch.id
               WHERE batch.issuance_id = issuance.id)
           > (SELECT count(*) FROM credentials_award AS award
              JOIN credentials_awardintent AS intent ON intent.id = award.intent_id
              WHERE intent.issuance_id = issuance.id))
        """,
    ),
    _by_sql(
        "What was to be signed is as it was written down, and what was signed is as it was stored",
        """
        SELECT 'intent ' || id FROM credentials_awardintent
        WHERE encode(sha256(convert_to(unsigned, 'UTF8')), 'hex') <> digest
        UNION ALL
        SELECT 'credential ' || id FROM credentials_signedcredential
        WHERE encode(sha256(convert_to(text, 'UTF8')), 'hex') <> digest
        UNION ALL
        SELECT 'signed again ' || id FROM credentials_signedagain
        WHERE encode(sha256(convert_to(text, 'UTF8')), 'hex') <> digest
        UNION ALL
        SELECT 'document intent ' || id FROM credentials_documentintent
        WHERE encode(sha256(convert_to(unsigned, 'UTF8')), 'hex') <> digest
        UNION ALL
        SELECT 'document ' || id FROM credentials_signeddocument
        WHERE encode(sha256(convert_to(text, 'UTF8')), 'hex') <> digest
        """,
    ),
    _by_sql(
        "No award waits to be signed for more than ten minutes unless its issuer is stopped or somebody must uphold "
        "it; none stands without its signed document",
        """
        SELECT 'intent ' || intent.id FROM credentials_awardintent AS intent
        WHERE intent.created_at < now() - interval '10 minutes'
          AND NOT EXISTS (SELECT FROM credentials_award WHERE intent_id = intent.id)
          AND NOT EXISTS (
              SELECT FROM credentials_issuingstop AS stop WHERE stop.issuer_id = intent.issuer_id
                AND NOT EXISTS (SELECT FROM credentials_issuingresumption WHERE stop_id = stop.id))
          AND NOT EXISTS (
              SELECT FROM credentials_keycondemnation AS condemnation
              WHERE condemnation.key_id = intent.key_id AND condemnation.since <= intent.intended_at
                AND NOT EXISTS (SELECT FROM credentials_upholding WHERE condemnation_id = condemnation.id))
        UNION ALL
        SELECT 'award ' || award.id FROM credentials_award AS award
        WHERE NOT EXISTS (SELECT FROM credentials_signedcredential WHERE intent_id = award.intent_id)
        """,
    ),
    _by_sql(
        "Four hours after a key was condemned, what stands of what it signed is signed again, or its issuer is stopped",
        """
        SELECT 'award ' || award.id FROM credentials_award AS award
        JOIN credentials_awardintent AS intent ON intent.id = award.intent_id
        JOIN credentials_keycondemnation AS condemnation ON condemnation.key_id = intent.key_id
        LEFT JOIN credentials_upholding AS upholding ON upholding.condemnation_id = condemnation.id
        WHERE greatest(condemnation.condemned_at, upholding.upheld_at) < now() - interval '4 hours'
          AND (intent.intended_at < condemnation.since OR upholding.id IS NOT NULL)
          AND NOT EXISTS (
              SELECT FROM credentials_signedagain AS again WHERE again.intent_id = intent.id
                AND NOT EXISTS (SELECT FROM credentials_keycondemnation WHERE key_id = again.key_id))
          AND NOT EXISTS (
              SELECT FROM credentials_issuingstop AS stop WHERE stop.issuer_id = intent.issuer_id
                AND NOT EXISTS (SELECT FROM credentials_issuingresumption WHERE stop_id = stop.id))
        """,
    ),
    _by_sql(
        "One person holds one current award of a version",
        """
        SELECT 'person ' || person_id || ', version ' || version_id FROM credentials_award AS award
        WHERE NOT EXISTS (SELECT FROM credentials_revocation WHERE award_id = award.id)
        GROUP BY person_id, version_id HAVING count(*) > 1
        """,
    ),
    Invariant("Published status lists say of every award whether it is revoked or suspended", _misstated_status),
)

SEATS: Sequence[Invariant] = (
    _by_sql(
        "Seats taken are seats held, and no more than there are",
        """
        SELECT 'program ' || program.id FROM programs_program AS program
        WHERE taken > seats OR taken <> (
            SELECT count(*) FROM programs_seat AS seat
            JOIN programs_arrival AS arrival ON arrival.id = seat.arrival_id
            WHERE arrival.program_id = program.id
              AND NOT EXISTS (SELECT FROM programs_departure WHERE arrival_id = arrival.id))
        """,
    ),
    _by_sql(
        "Nobody waits while a seat is free, nobody overtakes who came before, nobody stands in line twice",
        """
        SELECT 'program ' || program.id FROM programs_program AS program
        WHERE taken < seats AND EXISTS (
            SELECT FROM programs_arrival AS arrival WHERE arrival.program_id = program.id
              AND NOT EXISTS (SELECT FROM programs_seat WHERE arrival_id = arrival.id)
              AND NOT EXISTS (SELECT FROM programs_departure WHERE arrival_id = arrival.id))
        UNION ALL
        SELECT 'arrival ' || waiting.id FROM programs_arrival AS waiting
        WHERE NOT EXISTS (SELECT FROM programs_seat WHERE arrival_id = waiting.id)
          AND NOT EXISTS (SELECT FROM programs_departure WHERE arrival_id = waiting.id)
          AND EXISTS (
              SELECT FROM programs_arrival AS later JOIN programs_seat AS seat ON seat.arrival_id = later.id
              WHERE later.program_id = waiting.program_id AND later.number > waiting.number)
        UNION ALL
        SELECT 'person ' || person_id || ', program ' || program_id FROM programs_arrival AS arrival
        WHERE NOT EXISTS (SELECT FROM programs_departure WHERE arrival_id = arrival.id)
        GROUP BY person_id, program_id HAVING count(*) > 1
        """,
    ),
)

CREDIT: Sequence[Invariant] = (
    _by_sql(
        "Every entry of the ledger rests on a recognition that counts, of the same award and policy",
        """
        SELECT 'entry ' || entry.id FROM recognition_entry AS entry
        JOIN recognition_recognition AS recognition ON recognition.id = entry.recognition_id
        WHERE recognition.outcome <> 'counts'
           OR recognition.award_id <> entry.award_id OR recognition.policy_id <> entry.policy_id
        """,
    ),
    _by_sql(
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
    _by_sql(
        "Nobody ruled on credit of their own",
        """
        SELECT 'ruling ' || ruling.id FROM recognition_ruling AS ruling
        JOIN recognition_entry AS entry ON entry.id = ruling.entry_id
        JOIN credentials_award AS award ON award.id = entry.award_id
        WHERE award.person_id = ruling.ruled_by_id
        """,
    ),
)

NEWS: Sequence[Invariant] = (
    _by_sql(
        "No news is poisoned, and none waits for more than ten minutes",
        """
        SELECT 'delivery ' || id || ' to ' || reaction || ' ' || last_error FROM foundation_pendingdelivery
        WHERE tries >= 5 OR created_at < now() - interval '10 minutes'
        """,
    ),
    Invariant("An hour after it was told, every notice has left by mail, or its mail waits to leave", _forgotten_mail),
)

INVARIANTS: Sequence[Invariant] = (*SUBMISSIONS, *DECISIONS, *AWARDS, *SEATS, *CREDIT, *NEWS)
