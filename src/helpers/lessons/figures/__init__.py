"""The figures of the lessons: a module for each, with ``draw(basis, found, words) -> Figure``.

They are looked at before the answer is known. So a title says what is measured and where, never what follows; scales
begin at zero, doubt is drawn, and the table behind each holds every number that is drawn. ``marks`` is what they share.
"""
