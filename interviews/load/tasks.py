"""Forecasts of the pool, in the background."""

from celery import shared_task

from interviews.load import services


@shared_task
def compute_forecast(forecast_id: int) -> None:
    """Compute one forecast if it is pending and nobody does (idempotent)."""
    services.compute(forecast_id=forecast_id)


@shared_task
def sweep_forecasts() -> int:
    """Take up forecasts that were left; returns how many were computed (idempotent)."""
    return services.sweep()


@shared_task
def forecast_by_night() -> None:
    """Have the pool looked at once a day (idempotent: a fresh forecast is enough)."""
    services.ask_by_night()
