"""Lessons of the workshop: a question, a prediction, figures by the kit, a choice that tells what somebody believes."""
