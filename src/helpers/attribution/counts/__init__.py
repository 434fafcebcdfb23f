"""Counts of journeys: Ibis tables in, small Ibis tables out."""
