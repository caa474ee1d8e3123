from django.db import migrations


class Migration(migrations.Migration):
    """Say of what was claimed already that it was opened."""

    dependencies = [
        ("scoring", "0003_paused_queue"),
        ("portfolios", "0008_endings"),
    ]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO portfolios_opening (id, created_at, submission_id, opened_at)
            SELECT gen_random_uuid(), now(), item.submission_id, min(claim.claimed_at)
            FROM scoring_claim AS claim JOIN scoring_queueitem AS item ON item.id = claim.item_id
            GROUP BY item.submission_id
            """,
            migrations.RunSQL.noop,
        ),
    ]
