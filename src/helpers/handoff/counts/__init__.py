"""Counts of hand-offs: canonical tables → small tables, as Ibis expressions."""
