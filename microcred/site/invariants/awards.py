"""What is earned is signed, once, as it was written down."""

import json
from collections.abc import Sequence

from microcred.credentials.models import StatusList
from microcred.credentials.queries import places_set
from microcred.openbadges.status import StatusBits
from microcred.site.invariants.invariant import Invariant, by_sql


def _misstated_status() -> list[str]:
    found = []
    for status_list in StatusList.objects.exclude(signed=""):
        bits = StatusBits.decode(json.loads(status_list.signed)["credentialSubject"]["encodedList"])
        stated = {index for index in range(status_list.size) if bits[index]}
        withdrawn = set(places_set(status_list))
        found += [f"status list {status_list.pk}, index {index}" for index in sorted(stated ^ withdrawn)]
    return found


AWARDS: Sequence[Invariant] = (
    by_sql(
        "Every earned decision has its award intent, and every intent its earned decision, or the list it stands on",
        """
        SELECT 'decision ' || decision.id FROM scoring_decision AS decision
        WHERE decision.outcome = 'earned'
          AND NOT EXISTS (SELECT FROM credentials_awardintent WHERE source = decision.id)
        UNION ALL
        SELECT 'appeal ' || afresh.id FROM scoring_appealdecision AS afresh
        WHERE afresh.outcome = 'upheld'
          AND NOT EXISTS (SELECT FROM credentials_awardintent WHERE source = afresh.id)
        UNION ALL
        SELECT 'intent ' || intent.id FROM credentials_awardintent AS intent
        WHERE intent.issuance_id IS NULL AND NOT EXISTS (
            SELECT FROM scoring_decision WHERE id = intent.source AND outcome = 'earned')
          AND NOT EXISTS (SELECT FROM scoring_appealdecision WHERE id = intent.source AND outcome = 'upheld')
        """,
    ),
    by_sql(
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
    by_sql(
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
    by_sql(
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
    by_sql(
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
    by_sql(
        "One person holds one current award of a version",
        """
        SELECT 'person ' || person_id || ', version ' || version_id FROM credentials_award AS award
        WHERE NOT EXISTS (SELECT FROM credentials_revocation WHERE award_id = award.id)
        GROUP BY person_id, version_id HAVING count(*) > 1
        """,
    ),
    by_sql(
        "The credential of a stack stands once for a person, and rests on awards of theirs that hold",
        """
        SELECT 'person ' || document.person_id || ', stack ' || document.stack_id
        FROM credentials_documentintent AS document
        WHERE document.kind = 'stack'
          AND NOT EXISTS (SELECT FROM credentials_withdrawal WHERE intent_id = document.id)
        GROUP BY document.person_id, document.stack_id HAVING count(*) > 1
        UNION ALL
        SELECT 'document ' || document.id FROM credentials_documentintent AS document
        JOIN credentials_documentintent_awards AS rests ON rests.documentintent_id = document.id
        JOIN credentials_award AS award ON award.id = rests.award_id
        WHERE document.kind = 'stack'
          AND NOT EXISTS (SELECT FROM credentials_withdrawal WHERE intent_id = document.id)
          AND (award.person_id <> document.person_id
               OR EXISTS (SELECT FROM credentials_revocation WHERE award_id = award.id))
        """,
    ),
    Invariant("Published status lists say of every award whether it is revoked or suspended", _misstated_status),
)
