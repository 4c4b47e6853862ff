"""Painting: procedural pictures, from the words of a prompt to pixels."""
