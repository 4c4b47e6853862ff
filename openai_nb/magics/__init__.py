"""Magics: what one types in a cell."""
