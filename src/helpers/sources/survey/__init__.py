"""Answers to the survey of both teams and the checklist of artefacts → canonical rows."""
