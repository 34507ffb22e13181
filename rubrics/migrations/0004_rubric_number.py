from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rubrics", "0003_number_versions")]

    operations = [
        migrations.AlterField("rubric", "number", models.PositiveIntegerField()),
        migrations.AddConstraint(
            model_name="rubric",
            constraint=models.UniqueConstraint(fields=("track_slug", "slug", "number"), name="rubric_number"),
        ),
    ]
