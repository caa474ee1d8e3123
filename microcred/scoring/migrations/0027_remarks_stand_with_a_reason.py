from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0026_severities'),
    ]

    operations = [
        migrations.AddField(
            model_name='feedbackfinding',
            name='words',
            field=models.CharField(blank=True, default='', help_text='what it is about, of a remark about people', max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='feedbackfinding',
            name='reason',
            field=models.CharField(blank=True, default='', help_text='why it stands, of a remark about people; leads read it', max_length=500),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='feedbackfinding',
            name='kind',
            field=models.CharField(choices=[('empty', 'seems to say no more than the level does'), ('evidence', 'seems to name nothing that was handed in'), ('next-step', 'seems to give no next step'), ('person', 'seems to be about the person'), ('comparison', 'seems to compare with other people'), ('guess', 'seems to guess who they are')], max_length=12),
        ),
    ]
