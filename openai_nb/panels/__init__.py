"""Panels: what one clicks."""
