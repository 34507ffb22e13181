"""How allauth behaves here: its mails are owed like any other, its words are ours."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.signup.services import drop_unclaimed
from common import mail


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up, sign-in and their mails."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The address and the password don't fit together. Try again, or reset the password."
        ),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or reset your password."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your current password."),
        "invalid_password_reset": _("This link was used already or has expired. Ask for a new one."),
        "rate_limited": _("Too many tries in a short time. Wait a minute and try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe the mail instead of sending it within the request: a mail server that is down loses nothing."""
        message = self.render_mail(
            template_prefix, email, {"request": self.request, "email": email, **context}
        )
        mail.owe(
            key=f"account:{template_prefix.rpartition('/')[2]}:{uuid.uuid4().hex}",
            to=email,
            subject=message.subject,
            text=str(message.body),
        )

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm the address for its person, who then is the only one with a claim to it."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            drop_unclaimed(email=email_address.email, owner=email_address.user)
        return confirmed
