"""Prepare what templates show; templates decide nothing."""
