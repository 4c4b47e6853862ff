"""Plots: pictures of tables."""
