"""Where things lie and what may import what (the contracts stand in pyproject.toml)."""

import os
import subprocess
import sys
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from mockloop.celery import app, features_with_tasks

ROOT = Path(__file__).resolve().parents[2]
APPS = {
    "common": ROOT / "platform" / "common",
    "accounts": ROOT / "platform" / "accounts",
    "prep": ROOT / "platform" / "prep",
    "interviews": ROOT / "interviews",
    "rubrics": ROOT / "rubrics",
}
NO_FEATURES = {"models", "migrations", "management", "templatetags", "__pycache__"}
LONGEST_FILE = 400


def contracts() -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
        "importlinter"
    ]["contracts"]
    return found


def test_import_contracts() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_every_feature_is_under_the_contract_of_features() -> None:
    [held] = [contract["containers"] for contract in contracts() if "containers" in contract]
    features = {
        f"{name}.{folder.name}"
        for name, path in APPS.items()
        for folder in path.iterdir()
        if (folder / "__init__.py").exists() and folder.name not in NO_FEATURES
    }
    assert features == set(held)  # type: ignore[call-overload]


def test_platform_is_a_plain_folder() -> None:
    # A package of that name would shadow the standard library's and break `import uuid`.
    assert not (ROOT / "platform" / "__init__.py").exists()
    import platform

    assert platform.__file__ is not None
    assert ROOT not in Path(platform.__file__).parents


def test_packages_in_platform_shadow_nothing_of_the_standard_library() -> None:
    names = {path.name for path in (ROOT / "platform").iterdir()}
    assert not names & sys.stdlib_module_names


def test_every_task_and_everything_scheduled_is_known_to_the_worker() -> None:
    app.loader.import_default_modules()
    for feature in features_with_tasks():
        assert any(name.startswith(f"{feature}.tasks.") for name in app.tasks), feature
    for name, entry in app.conf.beat_schedule.items():
        assert entry["task"] in app.tasks, name


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_no_file_grows_out_of_sight() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("platform", "interviews", "rubrics", "tests", "script")
        for path in (ROOT / folder).rglob("*.py")
        if path.parent.name != "migrations"  # as Django writes them
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert not long
