from django.db import migrations

MOVE = """
    INSERT INTO portfolios_opening (id, created_at, submission_id, opened_at)
    SELECT gen_random_uuid(), now(), begun.submission_id, begun.begun_at
    FROM portfolios_readingbegun AS begun
    WHERE NOT EXISTS (
        SELECT FROM portfolios_opening AS opening WHERE opening.submission_id = begun.submission_id);
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    """When work was first read stood in two tables; it stands in one."""

    dependencies = [
        ("portfolios", "0018_uploads"),
    ]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel(name="ReadingBegun"),
    ]
