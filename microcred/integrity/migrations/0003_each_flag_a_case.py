from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("integrity", "0002_marks_found_at_once"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="one_case_per_cause",
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", "match")), fields=("submission",), name="one_case_of_what_is_alike"
            ),
        ),
    ]
