"""Attribution: who is credited with won business, under many rules, with the doubt each one carries.

An allocation, not a cause: credit says how recorded touches share a result, not what would have happened without them.
The engine counts journeys (``counts/``); the models are sums and linear algebra over coded paths (``paths``).
"""
