"""No pre-check is ever deleted, so the application is not granted that."""

from django.db import migrations

from microcred.foundation.frozen import take_deletion


class Migration(migrations.Migration):
    dependencies = [
        ("portfolios", "0035_pauses_for_questions"),
    ]

    operations = [
        take_deletion("portfolios_precheck"),
    ]
