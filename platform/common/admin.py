"""The administrator's view of owed mail."""

from django.contrib import admin

from common.models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    """Who is owed what, and what failed; bodies are private and stay out of the list."""

    list_display = ["created_at", "to", "subject", "state", "attempts", "sent_at"]
    list_filter = ["state"]
    search_fields = ["to", "subject"]
    readonly_fields = ["key", "to", "subject", "attempts", "sent_at", "error", "not_before", "lease_until"]
    exclude = ["text", "calendar", "method"]

    def has_add_permission(self, request: object) -> bool:
        """Mails come from the product alone."""
        return False
