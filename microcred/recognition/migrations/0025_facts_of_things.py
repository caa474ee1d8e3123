import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0013_certificates_of_assessors'),
        ('organizations', '0002_pre_checker'),
        ('recognition', '0024_facts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='fact',
            name='one_fact_per_name',
        ),
        migrations.AddField(
            model_name='fact',
            name='activity',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.activitystatement'),
        ),
        migrations.AddField(
            model_name='fact',
            name='award',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='credentials.award'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.UniqueConstraint(fields=('person', 'award', 'activity', 'name'), name='one_fact_per_name', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(('award__isnull', True), ('activity__isnull', True), _connector='OR'), name='fact_of_one_thing_at_most'),
        ),
    ]
