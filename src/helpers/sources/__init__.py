"""From exports and forms to canonical tables, with an account of every row."""

from helpers.sources.importing import import_engagement

__all__ = ["import_engagement"]
