"""Counts: an Ibis table in, an Ibis table out. They reduce any amount of data to a small table."""
