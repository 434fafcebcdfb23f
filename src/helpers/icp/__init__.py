"""Whom each team holds for the ideal customer, how far they agree, and who really buys, stays and pays."""
