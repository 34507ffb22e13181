"""A person of the platform."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from common.zones import known_zone

CLOCKS = [("24", _("24-hour clock")), ("12", _("12-hour clock (am/pm)"))]


def validate_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if known_zone(name) != name:
        raise ValidationError(_("“%(name)s” is not a time zone we know."), params={"name": name})


class UserManager(BaseUserManager["User"]):
    """Makes people; the address is kept in lower case, so it signs in however it is typed."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person; without a password nobody can sign in by one."""
        if not email:
            raise ValueError("a person needs an email address")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person with this address, in any case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: candidate, peer, coach, or several of these."""

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_zone])
    clock = models.CharField(_("clock"), max_length=2, choices=CLOCKS, default="24")
    is_candidate = models.BooleanField(_("candidate"), default=True)
    is_peer = models.BooleanField(_("peer"), default=False)
    is_coach = models.BooleanField(_("coach"), default=False)
    is_staff = models.BooleanField(_("administrator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=now, editable=False)
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name others see: the given one, else the part of the address before the @."""
        return self.name or self.email.partition("@")[0]

    def get_full_name(self) -> str:
        """The shown name (Django's admin asks for it)."""
        return self.shown_name

    def get_short_name(self) -> str:
        """The first word of the shown name."""
        return self.shown_name.split()[0]
