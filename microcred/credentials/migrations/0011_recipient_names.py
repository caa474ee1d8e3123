from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0010_intents_of_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='issuance',
            name='recipient_name',
            field=models.CharField(blank=True, default='', help_text='what whoever ordered it for one person calls them', max_length=150),
        ),
    ]
