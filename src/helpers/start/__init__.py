"""The way in for people without a terminal: from a new engagement to its report, in a form of a notebook."""

from helpers.start.form import start

__all__ = ["start"]
