import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    """The index stays as it is, without being built again; only what waits to be sorted in is sorted in now."""

    dependencies = [
        ('integrity', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER INDEX print_marks SET (fastupdate = off); SELECT gin_clean_pending_list('print_marks')",
                    "ALTER INDEX print_marks RESET (fastupdate)",
                ),
            ],
            state_operations=[
                migrations.RemoveIndex(model_name='print', name='print_marks'),
                migrations.AddIndex(
                    model_name='print',
                    index=django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=['marks'], name='print_marks'
                    ),
                ),
            ],
        ),
    ]
