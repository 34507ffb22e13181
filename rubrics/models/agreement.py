"""What all ratings together say: agreement, and how severe raters are. Computed as a whole, now and then."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import TimeStamped


class AgreementRun(TimeStamped):
    """One computation over everything that was rated. The row is the job's memory; at most one is pending.

    `digest` names the ratings it was made of, `ratings` counts them; the newest ready run is what pages show.
    `together` is the intraclass correlation of two raters of one session over `together_units` criteria, with
    its 95 % interval: what the model of score intervals takes for granted, as it is here.
    """

    class State(models.TextChoices):
        """pending → ready, or failed after the last attempt."""

        PENDING = "pending", "pending"
        READY = "ready", "ready"
        FAILED = "failed", "failed"

    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    ratings = models.PositiveIntegerField(default=0)
    together = models.FloatField(null=True, blank=True)
    together_low = models.FloatField(null=True, blank=True)
    together_high = models.FloatField(null=True, blank=True)
    together_units = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="pending"), name="agreement_one_pending"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "ready", "failed"]), name="agreement_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement run {self.pk} ({self.state})"


class RaterFigure(models.Model):
    """How one rater scores, in points of the scale: severity is the shrunken mean offset, negative is severe.

    Without `comparable` the rater is linked to nobody else by shared candidates or samples, and has none.
    `low` and `high` are the ends of the 95 % interval, `spread` the standard deviation of their scores.
    `kappa` is how far they agree with the others who scored the same, where `shared` is enough to say.
    """

    run = models.ForeignKey(AgreementRun, models.CASCADE, related_name="raters")
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rater_figures")
    comparable = models.BooleanField(default=False)
    severity = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    mean = models.FloatField(null=True, blank=True)
    spread = models.FloatField(null=True, blank=True)
    ratings = models.PositiveIntegerField(default=0)
    rated = models.PositiveIntegerField(default=0, help_text="candidates and samples")
    shared = models.PositiveIntegerField(default=0, help_text="scores of what others scored too")
    kappa = models.FloatField(null=True, blank=True, help_text="weighted, against the mean of the others")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "rater"], name="rater_figure_once"),
            models.CheckConstraint(
                condition=Q(comparable=False, severity=None)
                | Q(comparable=True, severity__isnull=False, low__isnull=False, high__isnull=False),
                name="rater_figure_comparable_has_severity",
            ),
        ]

    def __str__(self) -> str:
        return f"figures of {self.rater_id}"


class AgreementFigure(models.Model):
    """Krippendorff's alpha of one prompt, rubric or cohort, with its bootstrap interval.

    `key` names it: a prompt's slug, a rubric's slug, or the id of the coach whose cohort it is. Where there
    are too few doubly rated units, or they are of too few rounds, `alpha` is None.
    """

    class Scope(models.TextChoices):
        """What the ratings have in common."""

        PROMPT = "prompt", "prompt"
        RUBRIC = "rubric", "rubric"
        COHORT = "cohort", "cohort"

    run = models.ForeignKey(AgreementRun, models.CASCADE, related_name="figures")
    scope = models.CharField(max_length=8, choices=Scope.choices)
    track_slug = models.SlugField(max_length=80, blank=True)
    key = models.CharField(max_length=80)
    metric = models.CharField(max_length=10)
    units = models.PositiveIntegerField(default=0, help_text="rated by two or more")
    rounds = models.PositiveIntegerField(default=0, help_text="and samples, that such units belong to")
    raters = models.PositiveIntegerField(default=0)
    alpha = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "scope", "track_slug", "key", "metric"], name="agreement_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["prompt", "rubric", "cohort"]), name="agreement_scope_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
