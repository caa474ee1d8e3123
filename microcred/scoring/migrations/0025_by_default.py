from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0024_fresh_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='queueitem',
            name='by_default',
            field=models.BooleanField(default=False, help_text='whether it gets its readers by what holds where nobody declared a policy'),
        ),
        migrations.AddField(
            model_name='decision',
            name='by_default',
            field=models.BooleanField(default=False, help_text='whether it got them by what holds where nobody declared a policy'),
        ),
    ]
