"""Addresses of companies and questions."""

from django.urls import path, re_path

from prep.companies import views

urlpatterns = [
    path("companies/", views.companies, name="companies"),
    re_path(r"^companies\.(?P<form>pdf|csv|json)$", views.companies_file, name="companies_file"),
    path("companies/<uuid:company_id>/", views.company, name="company"),
    path("companies/<uuid:company_id>/act/", views.company_act, name="company_act"),
    path("questions/", views.questions, name="questions"),
    re_path(r"^questions\.(?P<form>pdf|csv|json)$", views.questions_file, name="questions_file"),
    path("questions/<uuid:question_id>/", views.question, name="question"),
    path("questions/<uuid:question_id>/act/", views.question_act, name="question_act"),
]
