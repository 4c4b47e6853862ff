"""Data: records and columns, to and from tables."""
