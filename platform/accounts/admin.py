"""The administrator's view of people and grants."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import CoachGrant, GrantAsk, User

admin.site.site_header = "Mockloop"
admin.site.site_title = "Mockloop"
admin.site.index_title = _("Administration")
# The one sign-in page, with its rate limits and confirmed addresses, serves the administrators too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class PersonCreationForm(AdminUserCreationForm):
    """A new person by address instead of a user name."""

    class Meta:
        model = User
        fields = ["email", "name", "timezone", "is_candidate", "is_peer", "is_coach"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People with their roles; nothing of what they scored or noted."""

    add_form = PersonCreationForm
    ordering = ["email"]
    list_display = [
        "email",
        "name",
        "timezone",
        "is_candidate",
        "is_peer",
        "is_coach",
        "is_staff",
        "is_active",
    ]
    list_filter = ["is_candidate", "is_peer", "is_coach", "is_staff", "is_active", "is_demo"]
    search_fields = ["email", "name"]
    readonly_fields = ["date_joined", "last_login", "is_demo"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "timezone"]}),
        (_("Roles"), {"fields": ["is_candidate", "is_peer", "is_coach"]}),
        (
            _("Administration"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("History"), {"fields": ["date_joined", "last_login", "is_demo"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": [
                    "email",
                    "name",
                    "timezone",
                    "is_candidate",
                    "is_peer",
                    "is_coach",
                    "usable_password",
                    "password1",
                    "password2",
                ],
            },
        ),
    ]


@admin.register(CoachGrant)
class CoachGrantAdmin(admin.ModelAdmin):
    """Who sees whom, since when and until when; given and ended by the candidates alone."""

    list_display = ["candidate", "coach", "granted_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["candidate", "coach"]
    search_fields = ["candidate__email", "candidate__name", "coach__email", "coach__name"]
    date_hierarchy = "granted_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only a candidate lets a coach in."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: CoachGrant | None = None) -> bool:
        """Only a candidate ends a grant."""
        return False


@admin.register(GrantAsk)
class GrantAskAdmin(admin.ModelAdmin):
    """Who asked whom for a grant and how that stands; read only, and without the link."""

    list_display = ["asker", "way", "email", "state", "sent", "sent_at", "expires_at"]
    list_filter = ["way", "state"]
    list_select_related = ["asker"]
    search_fields = ["asker__email", "asker__name", "email"]
    fields = ["asker", "way", "email", "state", "sent", "sent_at", "expires_at", "answered_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only the two themselves ask and answer."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: GrantAsk | None = None) -> bool:
        """Only the two themselves ask and answer."""
        return False
