"""Ibis expressions: canonical tables in, small tables of accounts by their attributes out."""
