import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What the rules ask of cycles says in which re-evaluation of everyone it was found, and credit that is reversed
    says with which ruling."""

    dependencies = [("recognition", "0022_completions_taken_back")]

    operations = [
        migrations.AddField(
            model_name="cyclechange",
            name="reevaluation",
            field=models.ForeignKey(
                help_text="of everyone, in which it was found that the rules ask another total; empty: found otherwise",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recognition.reevaluation",
            ),
        ),
        migrations.AddField(
            model_name="reversal",
            name="retraction",
            field=models.OneToOneField(
                help_text="of the ruling by which it counted, be that its own or of the entry in the place of which "
                "it stood",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversal",
                to="recognition.rulingretraction",
            ),
        ),
    ]
