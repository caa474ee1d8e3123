from django.db import migrations


class Migration(migrations.Migration):
    """Say of whoever claimed a submission that they judge it, and of whoever looked into a case that they know whose it is."""

    dependencies = [
        ("scoring", "0005_close_to"),
        ("portfolios", "0023_sights"),
        ("integrity", "0002_marks_found_at_once"),
    ]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO portfolios_judge (id, created_at, submission_id, person_id, since)
            SELECT gen_random_uuid(), now(), item.submission_id, claim.assessor_id, min(claim.claimed_at)
            FROM scoring_claim AS claim JOIN scoring_queueitem AS item ON item.id = claim.item_id
            GROUP BY item.submission_id, claim.assessor_id;
            INSERT INTO portfolios_sight (id, created_at, pursuit_id, person_id, way, seen_at)
            SELECT gen_random_uuid(), now(), submission.pursuit_id, step.taken_by_id, 'case', min(step.taken_at)
            FROM integrity_step AS step
            JOIN integrity_case AS looked ON looked.id = step.case_id
            JOIN portfolios_submission AS submission ON submission.id = looked.submission_id
            WHERE step.kind = 'looked'
            GROUP BY submission.pursuit_id, step.taken_by_id
            """,
            migrations.RunSQL.noop,
        ),
    ]
