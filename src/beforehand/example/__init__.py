"""Made-up data for the demo, the documentation and the tests; every piece says that it is."""

from __future__ import annotations

from beforehand.example.coalition import coalition

__all__ = ["coalition"]
