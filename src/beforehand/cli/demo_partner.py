"""What lies on a made-up partner's own computer in the demo: sheet, coalition's key and pass."""

from __future__ import annotations

from pathlib import Path

from beforehand import atomic
from beforehand.home import Home

PLACE = "North"  # the partner whose account the demo prints


def partner_folder(home: Home) -> Path:
    """Beside the hub, as if on another organisation's computer."""
    return home.root.with_name(f"{home.root.name}-partner")


def lay_out(home: Home, given_pass: Path) -> Path:
    """Put there what *Contribute* asks for, once; returns the folder.

    Args:
        home: The hub, in which nothing of this may lie.
        given_pass: The partner's pass, as the keyholder made it.
    """
    from numpy.random import default_rng

    from beforehand.example.campaigns import SEED
    from beforehand.example.coalition import KEY, PLACES, sheets

    folder = partner_folder(home)
    if not (folder / "coalition.key").exists():
        sheet = sheets(default_rng(SEED))[PLACES.index(PLACE)].file
        with sheet.open() as data:
            atomic.write_bytes(folder / sheet.name, data.read(), mode=0o600)
        atomic.write_bytes(folder / "keyholder.pass", given_pass.read_bytes(), mode=0o600)
        atomic.write_bytes(folder / "coalition.key", KEY + b"\n", mode=0o600)
    return folder
