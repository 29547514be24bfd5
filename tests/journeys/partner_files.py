"""What lies on a made-up partner's own machine: spreadsheet, mapping, key, sealed file."""

from __future__ import annotations

from pathlib import Path

from beforehand.cli.demo_partner import partner_folder
from journeys.demo_site import Demo, command_line

NORTH = "Made-up Charity North (example)"  # the demo's partners work there

MAPPING = f"""
kind: case-level
provenance: made-up
partner: {NORTH}
partner_type: NGO
dataset: walk-ins
edition: 2026-Q1
title: Made-up walk-ins (nobody in them exists)
licence: CC0-1.0
linkage: {{family_name: Surname, given_name: First name, birth_date: Born}}
columns: {{Sex: gender, Age: age, Nationality: citizenship, From: origin_area, Work: industry}}
values:
  gender: {{male: Masculine, woman: Feminine}}
  citizenship: {{Albanian: AL}}
  origin_area: {{Kukës: AL-07}}
  industry: {{building: F, restaurant: I}}
defaults: {{referral_country: GB, age_basis: at_registration}}
"""
CASES = """Surname;First name;Born;Sex;Age;Nationality;From;Work;Notes
Trillimaj;Agim;03.05.2001;male;24;Albanian;Kukës;building;made up
Shembullani;Luan;17.11.1994;male;31;Albanian;Kukës;building;made up
Provoci;Zana;28.02.2006;woman;19;Albanian;Kukës;restaurant;made up
"""


def seal_in(folder: Path, demo: Demo) -> None:
    """Write them, and seal the spreadsheet with the command that a partner types."""
    (folder / "cases.csv").write_text(CASES, "utf-8")
    (folder / "map.yaml").write_text(MAPPING, "utf-8")
    sheet, mapping, out = (str(folder / name) for name in ("cases.csv", "map.yaml", "cases.sealed"))
    theirs = partner_folder(demo.home)
    asked = "--keyholder", demo.keyholder, "--pass", str(theirs / "keyholder.pass")
    own = folder / "own"
    key = str(theirs / "coalition.key")
    command_line(own, "share", "seal", sheet, "-m", mapping, "-k", key, *asked, "-o", out)
