from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("notices", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="in_languages",
            field=models.JSONField(default=dict, help_text="{language: [subject, body]}: the same for other readers"),
        ),
    ]
