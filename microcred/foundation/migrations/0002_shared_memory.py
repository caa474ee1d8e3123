from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Remembered",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("value", models.JSONField()),
                ("until", models.DateTimeField(help_text="empty: for ever", null=True)),
            ],
            options={"indexes": [models.Index(fields=["until"], name="remembered_until")]},
        ),
        migrations.RunSQL("ALTER TABLE foundation_remembered SET UNLOGGED", migrations.RunSQL.noop),
    ]
