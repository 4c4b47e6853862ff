"""Core: how any call works; knows no family."""
