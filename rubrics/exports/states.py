"""Which state of an export may follow which (pure)."""

from typing import Final

QUEUED, MAKING, READY, FAILED, CANCELLED = "queued", "making", "ready", "failed", "cancelled"
PENDING: Final = (QUEUED, MAKING)
