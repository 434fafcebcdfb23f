"""Journeys that people bring, as they have them: a table of paths, or a log of touches."""
