"""``python -m beforehand``: the same as the command ``beforehand``."""

from beforehand.cli import main

main()
