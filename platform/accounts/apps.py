"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their zone and roles, and who follows whom."""

    name = "accounts"

    def ready(self) -> None:
        """Connect what follows from signing in."""
        import accounts.seen  # noqa: F401
