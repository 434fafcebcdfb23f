"""What the estimators of an assessment count: an Ibis table in, an Ibis table out."""
