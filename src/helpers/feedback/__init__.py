"""Feedback in both directions: what customers say, what they respond to, and whether the loop between teams is kept."""
