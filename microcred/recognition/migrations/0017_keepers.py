from django.db import migrations


class Migration(migrations.Migration):
    """A cycle is kept by an office: a district, or a state's own. What was a district everywhere is named for that."""

    dependencies = [("recognition", "0016_ruling_terms")]

    operations = [
        migrations.RenameField(model_name="cycle", old_name="district", new_name="keeper"),
        migrations.RenameField(model_name="cyclechange", old_name="district", new_name="keeper"),
        migrations.RenameField(model_name="attestation", old_name="district", new_name="office"),
        migrations.RenameField(model_name="allowance", old_name="district", new_name="office"),
        migrations.RenameField(model_name="activityruling", old_name="district", new_name="office"),
        migrations.RenameField(model_name="activityallowance", old_name="district", new_name="office"),
    ]
