"""Public: serves the signed bundle from memory, counts what is opened, seals what is written."""

from beforehand.web.public.app import Public, open_public

__all__ = ["Public", "open_public"]
