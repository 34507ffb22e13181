"""Addresses of replays."""

from django.urls import path, register_converter

from interviews.replay import views


class SecondConverter:
    """A whole second, negative before the start."""

    regex = r"-?[0-9]{1,8}"

    def to_python(self, value: str) -> int:
        """The number in an address."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number for an address."""
        return str(value)


register_converter(SecondConverter, "second")
urlpatterns = [
    path("boards/<uuid:board_id>/replay/", views.replay, name="replay"),
    path("boards/<uuid:board_id>/replay/<second:second>.svg", views.replay_picture, name="replay_picture"),
    path("boards/<uuid:board_id>/replay/parts/<int:number>/", views.replay_part, name="replay_part"),
]
