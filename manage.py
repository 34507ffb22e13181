#!/usr/bin/env python3
"""Django's command line for Mockloop; puts platform/ on the import path first."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    sys.path[:0] = [str(HERE / "platform"), str(HERE)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mockloop.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
