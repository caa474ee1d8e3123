import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

# Before any row is written: what is in the table already is not moved out.
NARROW = """
ALTER TABLE catalog_indexcard SET (toast_tuple_target = 128);
ALTER TABLE catalog_indexcard ALTER search SET STORAGE EXTERNAL, ALTER named SET STORAGE EXTERNAL;
"""

FILL = """
INSERT INTO catalog_indexcard (entry_id, search, named)
SELECT micro_credential_id, search, named FROM catalog_entry ORDER BY micro_credential_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""



class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_what_changed_last")]

    operations = [
        migrations.CreateModel(
            name="IndexCard",
            fields=[
                (
                    "number",
                    models.AutoField(
                        help_text="of the entry: shorter than its identifier", primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="card", to="catalog.entry"
                    ),
                ),
                (
                    "search",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="the headline and everything else (D)"
                    ),
                ),
                ("named", django.contrib.postgres.search.SearchVectorField(help_text="title and tags")),
                (
                    "ballast",
                    models.TextField(db_default=django.db.models.functions.text.Repeat(models.Value(" "), 2_048)),
                ),
            ],
        ),
        migrations.RunSQL(NARROW, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="indexcard",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search"], gin_pending_list_limit=256, name="card_search"
            ),
        ),
        migrations.AddIndex(
            model_name="indexcard",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["named"], gin_pending_list_limit=256, name="card_named"
            ),
        ),
        migrations.RemoveIndex(model_name="entry", name="entry_search"),
        migrations.RemoveIndex(model_name="entry", name="entry_named"),
        migrations.RemoveField(model_name="entry", name="named"),
        migrations.RemoveField(model_name="entry", name="search"),
    ]
