"""The four kinds of round in a loop."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundKind(models.TextChoices):
    """Kinds in the order of the loop; minutes and phases stand in the track."""

    RECRUITER = "recruiter", _("Recruiter screen")
    PRODUCT_SENSE = "product_sense", _("Product sense")
    SYSTEM_DESIGN = "system_design", _("Settlement system design")
    BEHAVIOURAL = "behavioural", _("Leadership and behavioural")


SHORT_TITLES = {
    RoundKind.RECRUITER: _("Recruiter"),
    RoundKind.PRODUCT_SENSE: _("Product sense"),
    RoundKind.SYSTEM_DESIGN: _("Design"),
    RoundKind.BEHAVIOURAL: _("Behavioural"),
}
