"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their zone and roles, and who follows whom."""

    name = "accounts"
