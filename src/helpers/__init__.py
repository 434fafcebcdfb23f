"""Tándem: one set of numbers for marketing and sales. See docs/architecture.md for what flows where."""

__version__ = "0.1.0"
