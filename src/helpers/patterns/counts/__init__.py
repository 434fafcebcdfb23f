"""Counts of the patterns: canonical tables in, small tables out."""
