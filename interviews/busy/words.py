"""Why a calendar could not be had or read, in words that say what to do."""

from django.utils.translation import gettext as _


def why_bad(code: str) -> str:
    """What is wrong with a file; `code` of `BadCalendar`."""
    return {
        "size": _("The file is larger than 2 MiB. Export a shorter stretch of your calendar."),
        "text": _("This is not a calendar file. Export your calendar as iCalendar (.ics) and upload that."),
        "events": _("The calendar has more than 5,000 entries. Export a shorter stretch of it."),
        "heavy": _("The calendar takes too long to work through: an entry in it repeats too often."),
    }.get(code, _("The calendar could not be read: it is damaged. Export it again."))


def why_unreachable(code: str, detail: str = "") -> str:
    """Why an address could not be fetched; `code` and `detail` of `Unreachable`."""
    if code == "answer":
        if detail == "redirects":
            return _("The address leads on and on to others. Copy the calendar’s own address.")
        return _(
            "The calendar’s server answered with an error (%(status)s). Is the address still shared?"
        ) % {"status": detail}
    return {
        "scheme": _("The address must begin with https:// or webcal://."),
        "address": _("This is not an address of a calendar. Copy it whole, without user name or port."),
        "private": _("The address lies in a private network, which is not fetched from."),
        "name": _("There is no such server. Check how the address is spelt."),
        "size": _("The calendar is larger than 2 MiB. Share a shorter stretch of it."),
        "slow": _("The calendar’s server took too long to answer."),
    }.get(code, _("The calendar’s server could not be reached safely."))
