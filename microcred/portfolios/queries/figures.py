"""How others fared with a micro-credential, as far as it may be told."""

from uuid import UUID

from django.conf import settings
from django.db import connection

from microcred.portfolios.figures import Counted, Figures, figures_from

COUNT = """
SELECT
    count(DISTINCT pursuit.person_id) FILTER (WHERE completion.id IS NOT NULL),
    count(*) FILTER (WHERE completion.id IS NOT NULL OR came_back.once),
    count(*) FILTER (WHERE completion.id IS NOT NULL AND NOT came_back.once),
    percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (
        ORDER BY extract(epoch FROM completion.completed_at - pursuit.started_at) / 86400
    ) FILTER (WHERE completion.id IS NOT NULL)
FROM portfolios_pursuit AS pursuit
JOIN catalog_version AS version ON version.id = pursuit.version_id
LEFT JOIN portfolios_completion AS completion ON completion.pursuit_id = pursuit.id
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM portfolios_submission AS submission
        JOIN portfolios_return AS back ON back.submission_id = submission.id
        WHERE submission.pursuit_id = pursuit.id
    ) AS once
) AS came_back
WHERE version.micro_credential_id = %(micro_credential)s
  AND pursuit.set_aside_at IS NULL
"""
"""One statement over all versions: figures of single versions could be subtracted from each other."""


def figures_of(micro_credential_id: UUID) -> Figures:
    """What may be told of everyone who pursued a micro-credential, whatever version, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"micro_credential": micro_credential_id})
        earned, decided, passed, days = cursor.fetchone()
    first, median, third = days or (0, 0, 0)
    counted = Counted(earned, decided, passed, median, (first, third))
    return figures_from(counted, threshold=settings.SMALLEST_GROUP)
