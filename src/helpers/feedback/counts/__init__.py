"""Counts of the loop: Ibis tables in, small Ibis tables out."""
