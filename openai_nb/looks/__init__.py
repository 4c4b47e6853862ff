"""Looks: how things look on a page: safe Markdown, live outputs, tables, short errors."""
