"""What is kept about words of assessors hangs together with the readings and rubrics that it is about."""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

WORDS: Sequence[Invariant] = (
    by_sql(
        "What was found in words is of a criterion that the reading judged itself, and of its own other words",
        """
        SELECT 'finding ' || finding.id
        FROM scoring_feedbackfinding AS finding
        LEFT JOIN scoring_score AS score
          ON score.scoring_id = finding.scoring_id AND score.criterion_id = finding.criterion_id
        LEFT JOIN scoring_backreadstep AS step ON step.id = finding.step_id
        WHERE finding.criterion_id IS NOT NULL AND (score.id IS NULL OR score.carried_from_id IS NOT NULL)
           OR finding.step_id IS NOT NULL AND (step.kind <> 'reworded' OR step.scoring_id <> finding.scoring_id)
        """,
    ),
    by_sql(
        "A kept comment is for a criterion of its version, and a shared one for what its organization offers",
        """
        SELECT 'kept comment ' || kept.id
        FROM scoring_keptcomment AS kept
        LEFT JOIN catalog_criterion AS criterion ON criterion.id = kept.criterion_id
        LEFT JOIN catalog_version AS version ON version.id = kept.version_id
        LEFT JOIN catalog_microcredential AS offered ON offered.id = version.micro_credential_id
        WHERE criterion.version_id <> kept.version_id OR offered.owner_id <> kept.organization_id
        """,
    ),
)
