"""Addresses of accounts."""

from django.urls import URLPattern, URLResolver, path

from accounts.demo import views as demo
from accounts.grants.ask_views import answer_ask, change_ask, let_ask_again
from accounts.grants.views import end_grant, grant_again, grants
from accounts.profile.views import profile, reading
from accounts.trail.views import trail, trail_csv

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", profile, name="profile"),
    path("settings/reading/", reading, name="reading"),
    path("settings/coaches/", grants, name="grants"),
    path("settings/coaches/<int:grant_id>/end/", end_grant, name="end_grant"),
    path("settings/coaches/<int:grant_id>/again/", grant_again, name="grant_again"),
    path("settings/coaches/asks/<int:ask_id>/", change_ask, name="change_ask"),
    path("settings/coaches/blocks/<int:block_id>/", let_ask_again, name="let_ask_again"),
    path("coaching/<str:token>/", answer_ask, name="answer_ask"),
    path("settings/coaches/log/", trail, name="trail"),
    path("settings/coaches/log.csv", trail_csv, name="trail_csv"),
    path("demo/sign-in/", demo.demo_sign_in, name="demo_sign_in"),
    path("demo/mail/", demo.demo_mail, name="demo_mail"),
    path("demo/mail/<int:mail_id>/invitation.ics", demo.demo_mail_calendar, name="demo_mail_calendar"),
]
