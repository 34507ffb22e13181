"""What every request of a signed-in person leaves behind."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.seen import note_seen


class SeenMiddleware:
    """Notes that the signed-in person is here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if isinstance(user, User):
            note_seen(user)
        return self.get_response(request)
