"""Why compiling failed, in words for readers.

The message of an error may hold what somebody wrote on a card, and the page of a failed debrief is open
before the seal is; so readers get the kind of trouble, and administrators the message.
"""

from django.utils.translation import gettext as _

STOPPED = "the worker stopped"
_DATABASE = ("OperationalError", "InterfaceError", "DatabaseError", "InternalError")
_MACHINE = ("MemoryError", "OSError", "PermissionError", "FileNotFoundError", "TimeoutError")


def failure_words(error: str) -> str:
    """A sentence for the candidate and their coach.

    Args:
        error: as kept with the debrief: STOPPED, or the error's name, a colon and its message.
    """
    name = error.partition(":")[0].strip()
    if error == STOPPED:
        return _("The process that puts debriefs together was stopped each time.")
    if "Typst" in name:
        return _("The PDF could not be set.")
    if name in _DATABASE:
        return _("The database did not answer.")
    if name in _MACHINE:
        return _("The server ran out of room or time.")
    return _("Something went wrong that should not: %(name)s.") % {"name": name[:60] or "?"}
