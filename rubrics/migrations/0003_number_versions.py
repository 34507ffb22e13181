"""Numbers the versions of rubrics, and says of each card as whom its rater scored."""

from collections import Counter
from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def number_versions(apps, schema_editor):
    rubrics = apps.get_model("rubrics", "Rubric")
    seen = Counter()
    for rubric in rubrics.objects.order_by("loaded_at", "pk"):
        name = (rubric.track_slug, rubric.slug)
        seen[name] += 1
        rubrics.objects.filter(pk=rubric.pk).update(number=seen[name])


def name_roles(apps, schema_editor):
    seats = apps.get_model("interviews", "Seat")
    cards = apps.get_model("rubrics", "Scorecard")
    for card in cards.objects.all().iterator():
        if seats.objects.filter(round=card.round_id, person=card.rater_id, role="observer").exists():
            cards.objects.filter(pk=card.pk).update(role="shadow")


def keep_experienced(apps, schema_editor):
    """Who interviewed and scored before there were samples goes on for a year."""
    cards = apps.get_model("rubrics", "Scorecard")
    qualifications = apps.get_model("interviews", "Qualification")
    until = timezone.now() + timedelta(days=365)
    done = cards.objects.filter(state="submitted", role="interviewer")
    for rater, kind in sorted(set(done.values_list("rater_id", "round__kind"))):
        qualifications.objects.get_or_create(
            person_id=rater, kind=kind, defaults={"until": until, "source": "experience"}
        )


class Migration(migrations.Migration):
    dependencies = [("rubrics", "0002_scoring")]

    operations = [
        migrations.RunPython(number_versions, migrations.RunPython.noop),
        migrations.RunPython(name_roles, migrations.RunPython.noop),
        migrations.RunPython(keep_experienced, migrations.RunPython.noop),
    ]
