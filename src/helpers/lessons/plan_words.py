"""A plan in words: its place in the workshop, its minutes, the file it rests on."""

from __future__ import annotations

from helpers.lessons.lesson import Plan, plans
from helpers.words import Words, msg

#: What the exports and forms are called that a lesson rests on.
FILES = {
    "contacts": msg("contacts of the CRM"), "deals": msg("deals of the CRM"), "costs": msg("costs"),
    "touches": msg("actions of both teams"), "handoffs": msg("hand-offs"), "accounts": msg("companies of the CRM"),
    "targets": msg("targets and forecasts"), "content": msg("content and its use"),
    "survey": msg("survey of both teams"),
}  # fmt: skip


def number(plan: Plan) -> int:
    """The place of a lesson in the workshop, from 1."""
    return list(plans()).index(plan.id) + 1


def stem(plan: Plan) -> str:
    """What the files of a lesson are called: its place and its id."""
    return f"{number(plan):02d}_{plan.id}"


def minutes(plan: Plan, words: Words) -> str:
    """How long it takes, and how much of it is doing."""
    return words.say(
        "{all} minutes: {teaching} to listen, {exercises} to do",
        all=plan.minutes, teaching=plan.teaching, exercises=plan.exercises,
    )  # fmt: skip
