from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0006_condemned_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='statuslist',
            name='signed_token',
            field=models.TextField(blank=True, default=''),
        ),
    ]
