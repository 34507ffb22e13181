"""Errors that a rule of the product raises, worded for the person who meets them."""


class DomainError(Exception):
    """A rule said no.

    Args:
        message: what happened, what was kept and what to do, as a sentence for the person.
        code: a short stable name for scripts and tests.
    """

    def __init__(self, message: str, code: str = "refused") -> None:
        super().__init__(message)
        self.message = str(message)
        self.code = code


class Conflict(DomainError):
    """Somebody else was first; what is shown must be looked at again."""

    def __init__(self, message: str, code: str = "conflict") -> None:
        super().__init__(message, code)
