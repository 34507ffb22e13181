"""What lists ask of debriefs that were there before lists kept it beside them."""

from fractions import Fraction

from django.db import migrations
from django.db.models import Max


def fill(apps, schema_editor):
    Debrief = apps.get_model("rubrics", "Debrief")
    Round = apps.get_model("interviews", "Round")
    for debrief in Debrief.objects.select_related("loop__track").iterator(chunk_size=200):
        loop = debrief.loop
        debrief.candidate_id, debrief.track_slug = loop.candidate_id, loop.track.slug
        rounds = Round.objects.filter(loop=loop)
        held = rounds.exclude(state__in=["missed", "cancelled"]).aggregate(last=Max("ends_at"))["last"]
        debrief.held_at = held or rounds.aggregate(last=Max("ends_at"))["last"]
        revision = debrief.revisions.filter(is_current=True).defer("pdf").first()
        if revision is not None:
            figures = list(revision.figures.values_list("total", "raters"))
            content = revision.content
            debrief.current_revision_id = revision.pk
            debrief.lowest = min((total * 1000 // raters for total, raters in figures), default=None)
            if figures:
                whole = sum(Fraction(total, raters) for total, raters in figures) / len(figures)
                debrief.mean = int(whole * 1000)
            debrief.far_apart = len(content.get("disagreements", []))
            debrief.seen_otherwise = len(content.get("seen_otherwise", []))
            debrief.cards_missing = sum(
                each.get("missing") == "card" for each in content.get("rounds", [])
            )
        # Not `save`: when a debrief was last worked at stays as it is.
        Debrief.objects.filter(pk=debrief.pk).update(
            **{
                name: getattr(debrief, name)
                for name in (
                    "candidate_id", "track_slug", "held_at", "current_revision_id", "lowest", "mean",
                    "far_apart", "seen_otherwise", "cards_missing",
                )
            }
        )


class Migration(migrations.Migration):
    dependencies = [("rubrics", "0011_history"), ("interviews", "0006_qualification")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
