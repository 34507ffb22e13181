"""Compiling in the background."""

from uuid import UUID

from celery import shared_task

from rubrics.debriefs import compiler, reminders


@shared_task
def compile_debrief(debrief_id: str) -> None:
    """Compile one debrief if it is queued and nobody has it (idempotent)."""
    compiler.run(UUID(debrief_id))


@shared_task
def sweep_debriefs() -> int:
    """Queue what is due, and take up what a lost broker or a killed worker left; returns how many it ran."""
    return compiler.sweep()


@shared_task
def remind() -> int:
    """Owe every reminder of a missing card or look back that is due; returns how many."""
    return reminders.owe_reminders()
