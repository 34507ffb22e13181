"""Addresses of sketches: a place of the preparation workspace."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from interviews.sketches import views


class FormConverter(StringConverter):
    """In which form a sketch is taken away."""

    regex = "svg|png|excalidraw"


register_converter(FormConverter, "sketch_form")
urlpatterns = [
    path("prepare/sketches/", views.sketches, name="sketches"),
    path("prepare/sketches/draw/", views.draw_sketches, name="draw_sketches"),
    path("prepare/sketches/make/", views.make, name="make_sketch"),
    path("prepare/sketches/of/<int:candidate_id>/", views.coached_sketches, name="coached_sketches"),
    path("prepare/sketches/<uuid:board_id>/change/", views.change, name="change_sketch"),
    path("prepare/sketches/<uuid:board_id>.<sketch_form:form>", views.sketch_file, name="sketch_file"),
    path("rounds/<uuid:round_id>/sketches/", views.in_round, name="sketch_in_round"),
]
