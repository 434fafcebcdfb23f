"""The detail of the review, in the order in which a meeting asks for it. Each section opens with its answer."""
