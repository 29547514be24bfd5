"""A saved view can be shared with colleagues of the same role."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="savedview",
            name="shared",
            field=models.BooleanField(
                default=False, verbose_name="shared with colleagues of the same role"
            ),
        ),
    ]
