"""A made-up sheet and mapping for tests of the identifier gate."""

from __future__ import annotations

KEY = bytes(range(64))
MAPPING = """
partner: Made-up Charity Test (example)
partner_type: NGO
dataset: cases
edition: 1
provenance: made-up
title: Made-up cases
token: [Surname, Born]
columns:
  Sex: gender
  Nationality: citizenship
  County: origin_area
  Area: exploitation_area
  Registered: registered
  Consent: consent_to_share
date_format: "%d/%m/%Y"
"""
HEAD = "Surname;Born;Sex;Nationality;County;Area;Registered;Consent;Notes"
ROW = "Kanarinazi;1999-03-04;Male;Albanian;AL-07;GB-ABE;2/3/2024;yes;Met Zogush in Kukës"
