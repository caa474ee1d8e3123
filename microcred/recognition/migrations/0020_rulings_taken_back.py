import django.db.models.deletion
import microcred.foundation.ids
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A ruling on credit can be taken back, with the reason."""

    dependencies = [
        ('recognition', '0019_cycle_endings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='moved_from',
            field=models.OneToOneField(help_text='the reversed entry in the place of which it stands: of another cycle, or ruled on by mistake', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moved_to', to='recognition.entry'),
        ),
        migrations.CreateModel(
            name='RulingRetraction',
            fields=[
                ('id', models.UUIDField(default=microcred.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('code', models.CharField(help_text='one of `rules.reason_codes`', max_length=40)),
                ('reason', models.TextField(blank=True)),
                ('retracted_at', models.DateTimeField()),
                ('delegation', models.ForeignKey(help_text='by which it was done, if by one', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.delegation')),
                ('retracted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ruling', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='retraction', to='recognition.ruling')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='ruling_taken_back_for_a_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rulingretraction',
            trigger=pgtrigger.compiler.Trigger(name='no_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4aabf365a5322d59f17e7f53341fa6b3407bab40', operation='UPDATE', pgid='pgtrigger_no_update_47386', table='recognition_rulingretraction', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rulingretraction',
            trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='60c0ed9f91ba77b93f1c286ceecb86c8b1d7d1a1', operation='DELETE', pgid='pgtrigger_no_delete_33f80', table='recognition_rulingretraction', when='BEFORE')),
        ),
    ]
