"""Who took a test had done what had to be done before, and of what is done nobody knows any more when it was read."""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

TRAINING: Sequence[Invariant] = (
    by_sql(
        "Nobody began a test without the training that had to be done before it then",
        """
        SELECT 'attempt ' || attempt.id FROM calibration_qualifyingattempt AS attempt
        JOIN catalog_version AS version ON version.id = attempt.version_id
        JOIN catalog_microcredential AS offered ON offered.id = version.micro_credential_id
        JOIN organizations_organization AS owner ON owner.id = offered.owner_id
        JOIN LATERAL (
            SELECT terms.id FROM calibration_trainingterms AS terms
            WHERE terms.organization_id = ANY(owner.lineage) AND terms.declared_at <= attempt.started_at
              AND terms.created_at <= attempt.created_at
            ORDER BY array_position(owner.lineage, terms.organization_id) DESC, terms.declared_at DESC, terms.id DESC
            LIMIT 1
        ) AS said ON true
        JOIN calibration_trainingrequirement AS asked ON asked.terms_id = said.id
        WHERE NOT EXISTS (
            SELECT FROM calibration_trainingcompletion AS done
            JOIN calibration_trainingedition AS edition ON edition.id = done.edition_id
            WHERE done.person_id = attempt.person_id AND edition.module_id = asked.module_id
              AND done.completed_at <= attempt.started_at
              AND (asked.months IS NULL
                   OR done.completed_at + make_interval(months => asked.months) > attempt.started_at)
              AND NOT EXISTS (
                  SELECT FROM calibration_trainingedition AS later
                  WHERE later.module_id = edition.module_id AND later.number > edition.number AND later.again
                    AND later.published_at <= attempt.started_at AND later.created_at <= attempt.created_at))
        """,
    ),
    by_sql(
        "Of a module that is done, no time of single pages before it is kept",
        """
        SELECT 'mark ' || mark.id FROM calibration_trainingmark AS mark
        JOIN calibration_trainingedition AS read ON read.id = mark.edition_id
        WHERE EXISTS (
            SELECT FROM calibration_trainingcompletion AS done
            JOIN calibration_trainingedition AS edition ON edition.id = done.edition_id
            WHERE done.person_id = mark.person_id AND edition.module_id = read.module_id
              AND done.completed_at > mark.at)
        """,
    ),
    by_sql(
        "Editions of a module count from 1 without gaps",
        """
        SELECT 'module ' || module_id FROM calibration_trainingedition
        GROUP BY module_id HAVING max(number) <> count(*)
        """,
    ),
)
