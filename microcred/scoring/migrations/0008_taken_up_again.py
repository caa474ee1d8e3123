from django.db import migrations


class Migration(migrations.Migration):
    """Say of each pause that was over that its submission was taken up again, where somebody claimed it since."""

    dependencies = [
        ("scoring", "0007_assignment_policies"),
        ("portfolios", "0026_taken_up_again"),
    ]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO portfolios_takenupagain (id, created_at, resumption_id, taken_up_at)
            SELECT gen_random_uuid(), now(), resumption.id, min(claim.claimed_at)
            FROM portfolios_resumption AS resumption
            JOIN portfolios_pause AS pause ON pause.id = resumption.pause_id
            JOIN scoring_queueitem AS item ON item.submission_id = pause.submission_id
            JOIN scoring_claim AS claim ON claim.item_id = item.id AND claim.claimed_at >= resumption.resumed_at
            GROUP BY resumption.id
            """,
            migrations.RunSQL.noop,
        ),
    ]
