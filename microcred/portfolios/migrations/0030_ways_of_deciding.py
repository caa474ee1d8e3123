"""Two more ways of learning whose work something is, and those who had decided or answered before it was written down."""

from django.db import migrations, models

# Whoever had judged the work as well stays without a row: it would say that both were allowed.
WHO_DECIDED_BEFORE = """
    INSERT INTO portfolios_sight (id, created_at, pursuit_id, person_id, way, seen_at)
    SELECT gen_random_uuid(), now(), decided.pursuit_id, decided.person_id, decided.way, decided.at
    FROM (
        SELECT submission.pursuit_id, ruling.ruled_by_id AS person_id, 'ruling' AS way, ruling.ruled_at AS at
        FROM portfolios_ruling AS ruling
        JOIN portfolios_quarantine AS quarantine ON quarantine.id = ruling.quarantine_id
        JOIN portfolios_submission AS submission ON submission.id = quarantine.submission_id
        UNION ALL
        SELECT request.pursuit_id, answer.answered_by_id, 'time', answer.answered_at
        FROM portfolios_timeanswer AS answer
        JOIN portfolios_timerequest AS request ON request.id = answer.request_id
    ) AS decided
    JOIN portfolios_pursuit AS pursuit ON pursuit.id = decided.pursuit_id
    JOIN catalog_version AS version ON version.id = pursuit.version_id
    WHERE NOT EXISTS (
        SELECT FROM portfolios_judge AS judge
        JOIN portfolios_submission AS held ON held.id = judge.submission_id
        JOIN portfolios_pursuit AS of_held ON of_held.id = held.pursuit_id
        JOIN catalog_version AS version_held ON version_held.id = of_held.version_id
        WHERE judge.person_id = decided.person_id AND of_held.person_id = pursuit.person_id
          AND version_held.micro_credential_id = version.micro_credential_id
    )
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ('portfolios', '0029_clean_words_drafts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sight',
            name='way',
            field=models.CharField(choices=[('coaching', 'as a coach'), ('case', 'looking into a case'), ('ruling', 'deciding an objection'), ('time', 'answering who asks for more time')], max_length=10),
        ),
        migrations.AddField(
            model_name='quarantine',
            name='seen_elsewhere',
            field=models.BooleanField(default=False, help_text='in a teammate’s work; who saw it there does not read this work'),
        ),
        migrations.RunSQL(WHO_DECIDED_BEFORE, migrations.RunSQL.noop),
    ]
