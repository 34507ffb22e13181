"""The mail that says an export is there."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from common.mail import owe
from common.zones import written
from rubrics.models import Export


def owe_ready(export: Export) -> None:
    """Owe whoever asked word that their file is there, in the transaction that stores it."""
    url = settings.SITE_URL.rstrip("/") + reverse("rubrics:export", args=[export.pk])
    with override(settings.LANGUAGE_CODE), timezone.override(export.zone):
        rows = ngettext("%(n)s debrief", "%(n)s debriefs", export.total) % {"n": f"{export.total:,}"}
        owe(
            key=f"export:{export.pk}:ready",
            to=export.asked_by.email,
            subject=_("Your export is ready"),
            text=_(
                "The file with %(rows)s (%(format)s) that you asked for is ready:\n\n%(link)s\n\n"
                "It is kept until %(until)s. Only you can open it, signed in.\n\n--\nMockloop"
            )
            % {
                "rows": rows,
                "format": export.get_format_display(),
                "link": url,
                "until": written(export.expires_at, export.zone),
            },
        )
