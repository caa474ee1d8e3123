import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recognition', '0017_keepers'),
    ]

    operations = [
        migrations.AddField(
            model_name='audititem',
            name='activity_ruling',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.activityruling'),
        ),
        migrations.AlterField(
            model_name='audititem',
            name='ruling',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.ruling'),
        ),
        migrations.AddConstraint(
            model_name='audititem',
            constraint=models.UniqueConstraint(fields=('sample', 'activity_ruling'), name='activity_audited_once_in_a_sample'),
        ),
        migrations.AddConstraint(
            model_name='audititem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity_ruling__isnull', True), ('ruling__isnull', False)), models.Q(('activity_ruling__isnull', False), ('ruling__isnull', True)), _connector='OR'), name='audit_of_one_ruling'),
        ),
        migrations.AddField(
            model_name='auditanswer',
            name='activity_allowance',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.activityallowance'),
        ),
        migrations.RemoveConstraint(
            model_name='auditanswer',
            name='audit_changed_by_an_allowance',
        ),
        migrations.AddConstraint(
            model_name='auditanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity_allowance__isnull', True), ('allowance__isnull', True), ('outcome', 'upheld')), models.Q(('activity_allowance__isnull', True), ('allowance__isnull', False), ('outcome', 'changed')), models.Q(('activity_allowance__isnull', False), ('allowance__isnull', True), ('outcome', 'changed')), _connector='OR'), name='audit_changed_by_an_allowance'),
        ),
    ]
