import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0027_remarks_stand_with_a_reason'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='givenback',
            name='taken_by',
            field=models.ForeignKey(help_text='empty: who had it gave it back', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='givenback',
            constraint=models.CheckConstraint(condition=models.Q(('taken_by__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='who_takes_says_why'),
        ),
    ]
