"""Addresses of accounts."""

from django.urls import URLPattern, URLResolver, path

from accounts.demo import views as demo

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/sign-in/", demo.demo_sign_in, name="demo_sign_in"),
    path("demo/mail/", demo.demo_mail, name="demo_mail"),
    path("demo/mail/<int:mail_id>/invitation.ics", demo.demo_mail_calendar, name="demo_mail_calendar"),
]
