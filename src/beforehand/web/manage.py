"""Django's own commands for the desk: ``python -m beforehand.web.manage migrate``."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a management command with the desk's settings unless others are named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beforehand.web.settings.desk")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
