import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A cycle may end, with the reason; credit that fell out of one says so, and where it went on from."""

    dependencies = [
        ("recognition", "0018_audits_of_activities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="cyclechange",
            name="ended",
            field=models.BooleanField(default=False, help_text="whether the cycle holds no longer: nothing counts in it"),
        ),
        migrations.AddField(
            model_name="cyclechange",
            name="explanation",
            field=models.JSONField(default=list, help_text="the steps that led there, as of a recognition"),
        ),
        migrations.AddField(
            model_name="cyclechange",
            name="reason",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="cyclechange",
            name="changed_by",
            field=models.ForeignKey(
                help_text="who corrected it; empty: it follows the record",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reversal",
            name="change",
            field=models.ForeignKey(
                help_text="of its cycle, by which it fell out of it; empty: what it was for no longer holds",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recognition.cyclechange",
            ),
        ),
        migrations.RemoveConstraint(model_name="entry", name="one_entry_per_award_and_family"),
        migrations.RemoveConstraint(model_name="entry", name="one_entry_per_activity_and_family"),
        migrations.AddField(
            model_name="entry",
            name="moved_from",
            field=models.OneToOneField(
                help_text="the entry of another cycle, reversed, in the place of which it stands",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moved_to",
                to="recognition.entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("moved_from__isnull", True)),
                fields=("award", "family"),
                name="one_entry_per_award_and_family",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("moved_from__isnull", True)),
                fields=("statement", "family"),
                name="one_entry_per_activity_and_family",
            ),
        ),
    ]
