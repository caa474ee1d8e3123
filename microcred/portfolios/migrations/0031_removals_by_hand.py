"""Who took something out of their work can put it back: the row goes then, and is still never edited."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from microcred.foundation.adding_triggers import AddTrigger

DELETE_ONLY = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'microcred_app') THEN
        GRANT DELETE ON portfolios_removal TO microcred_app;
        REVOKE UPDATE, TRUNCATE ON portfolios_removal FROM microcred_app;
    END IF;
END
$$
"""
"""Frozen tables had the right taken away from the application."""


class Migration(migrations.Migration):

    dependencies = [
        ('portfolios', '0030_ways_of_deciding'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='removal',
            name='no_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='removal',
            name='no_delete',
        ),
        migrations.AddField(
            model_name='removal',
            name='by_hand',
            field=models.BooleanField(default=False, help_text='by the educator, not because something stands in its place'),
        ),
        AddTrigger(
            model_name='removal',
            trigger=pgtrigger.compiler.Trigger(name='unedited', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='716c2165a3cf4ca37df259b265657326c8e6bc21', operation='UPDATE', pgid='pgtrigger_unedited_5a3c0', table='portfolios_removal', when='BEFORE')),
        ),
        migrations.RunSQL(DELETE_ONLY, reverse_sql=migrations.RunSQL.noop),
    ]
