"""Participants of pathways are held to the rules they entered with."""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

PATHWAYS: Sequence[Invariant] = (
    by_sql(
        "A cohort is held to an edition of its own pathway that was in effect on the day it begins",
        """
        SELECT 'cohort ' || cohort.id FROM pathways_cohort AS cohort
        JOIN pathways_ruleset AS held ON held.id = cohort.rule_set_id
        WHERE held.pathway_id <> cohort.pathway_id OR held.effective_from > cohort.starts_on
        """,
    ),
    by_sql(
        "Nobody takes part in one pathway twice at a time",
        """
        SELECT 'pathway ' || cohort.pathway_id || ', person ' || enrolment.person_id
        FROM pathways_enrolment AS enrolment JOIN pathways_cohort AS cohort ON cohort.id = enrolment.cohort_id
        WHERE NOT EXISTS (SELECT FROM pathways_leaving WHERE enrolment_id = enrolment.id)
        GROUP BY cohort.pathway_id, enrolment.person_id HAVING count(*) > 1
        """,
    ),
)
