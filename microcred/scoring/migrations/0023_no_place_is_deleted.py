"""No place in the queue and no note is ever deleted, so the application is not granted that."""

from django.db import migrations

from microcred.foundation.frozen import take_deletion


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0022_artifact_differences"),
    ]

    operations = [
        take_deletion("scoring_queueitem", "scoring_mark"),
    ]
