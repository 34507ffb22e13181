"""The mails that say that leave to be offered is about to end: one in good time, one shortly before."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import User
from common.mail import Letter, owe_all
from common.zones import written
from interviews.kinds import RoundKind
from interviews.models import Qualification
from interviews.qualifying.selectors import is_required

BEFORE = (timedelta(days=30), timedelta(days=7))


def owe_reminders() -> int:
    """Owe whoever runs rounds word of what lapses within 30 days, and again within 7; each once.

    Kinds that lapse on one day are in one mail. Leave that was given with less time left is not announced:
    whoever got it has just been told. What is not sent before it lapses is dropped.

    Returns:
        How many mails are to be sent now.
    """
    if not is_required():
        return 0
    now = timezone.now()
    lapsing: defaultdict[tuple[int, date, int], list[Qualification]] = defaultdict(list)
    rows = Qualification.objects.filter(
        until__gt=now, until__lte=now + max(BEFORE), person__is_peer=True, person__is_active=True
    )
    for row in rows.select_related("person").order_by("person_id", "kind"):
        # Only the mail whose time it is: who comes late to the first gets the second alone.
        ahead = min(each for each in BEFORE if row.until <= now + each)
        if row.updated_at <= row.until - ahead:
            lapsing[row.person_id, row.until.date(), ahead.days].append(row)
    return owe_all(
        _letter(rows[0].person, rows, f"calibration:{person}:{day:%Y%m%d}:{days}")
        for (person, day, days), rows in lapsing.items()
    )


def _letter(person: User, rows: Iterable[Qualification], key: str) -> Letter:
    held = sorted(rows, key=lambda row: RoundKind.values.index(row.kind))
    until: datetime = min(row.until for row in held)
    url = settings.SITE_URL.rstrip("/") + reverse("rubrics:calibration")
    with override(settings.LANGUAGE_CODE):
        kinds = ", ".join(str(RoundKind(row.kind).label) for row in held)
        when = written(until, person.timezone, clock=person.clock)
        again = ngettext(
            "Score %(count)s sample of each before, and you are offered without a break.",
            "Score %(count)s different samples of each before, and you are offered without a break.",
            settings.CALIBRATION_SAMPLES,
        ) % {"count": settings.CALIBRATION_SAMPLES}
        lines = [
            _("You are calibrated for these rounds until %(when)s: %(kinds)s.")
            % {"when": when, "kinds": kinds},
            again,
            _("Afterwards candidates are not offered these rounds with you until you have."),
            _("Rounds that are booked with you stay."),
            "",
            url,
            "",
        ]
        subject = _("Your calibration ends soon: %(kinds)s") % {"kinds": kinds}
    return Letter(key=key, to=person.email, subject=subject, text="\n".join(lines), expires_at=until)
