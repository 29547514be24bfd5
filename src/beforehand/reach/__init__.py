"""Reach: landing pages, self-check, local support, sealed reports; counts without people."""
