"""Data: records and columns, to and from tables; tables get their `.ai` here."""

from openai_nb.data import accessor

accessor.register()
