"""Metrics: canonical tables in, facts out.

``counts`` holds Ibis expressions that reduce any amount of data to a small table; every other module holds estimators,
pure functions of such small tables. The function that computes a metric carries its catalogue id; ``review`` composes
them all.
"""
