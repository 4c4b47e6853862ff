"""Sandbox: the API in one process, with no key and no network."""
