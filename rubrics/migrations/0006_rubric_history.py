"""What is current came from the files until now, and every version has its first line of history."""

from django.db import migrations


def begin_history(apps, schema_editor):
    rubrics = apps.get_model("rubrics", "Rubric")
    acts = apps.get_model("rubrics", "RubricAct")
    rubrics.objects.filter(is_current=True, origin="file").update(in_files=True)
    acts.objects.bulk_create(
        acts(
            rubric_id=rubric.pk,
            what="loaded" if rubric.origin == "file" else "published",
            actor_id=rubric.author_id,
            note=rubric.change_note,
            at=rubric.loaded_at,
        )
        for rubric in rubrics.objects.defer("body").order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [("rubrics", "0005_rubric_acts")]

    operations = [migrations.RunPython(begin_history, migrations.RunPython.noop)]
