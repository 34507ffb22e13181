"""Who may be signed in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class AccountBackend(AuthenticationBackend):
    """Email and password; asked on every request, so what it refuses ends running sessions too."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """Active people; demo people only while the demo is on.

        A database that once served a demo thereby gives nobody a way in when it goes to production: neither
        an old session nor a password that somebody set for a demo person.
        """
        allowed: bool = super().user_can_authenticate(user)
        return allowed and (settings.DEMO or not getattr(user, "is_demo", False))
