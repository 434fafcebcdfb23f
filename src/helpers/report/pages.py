"""Playbook pages by id, with the title a reader sees."""

from __future__ import annotations

from helpers.words import msg

PAGES: dict[str, str] = {
    "joint-planning": msg("Joint planning"),
    "monthly-review": msg("Monthly joint review"),
    "handoff-standup": msg("Weekly hand-off meeting"),
    "sla": msg("Service agreement between both teams"),
    "stages": msg("Stages and their definitions"),
    "ideal-customer": msg("Ideal customer"),
    "buying-cycle": msg("Buying cycle"),
    "messages": msg("Messages"),
    "objections": msg("Objections"),
    "content": msg("Content made together"),
    "campaigns": msg("Campaigns"),
    "feedback-to-marketing": msg("Feedback from sales to marketing"),
    "insight-to-sales": msg("What marketing passes on to sales"),
    "win-loss": msg("Win and loss review"),
    "shared-metrics": msg("Shared metrics"),
    "attribution": msg("Attribution"),
    "forecast": msg("Forecast"),
    "incentives": msg("Incentives"),
    "data-habits": msg("Data habits"),
    "onboarding": msg("Onboarding of new colleagues"),
    "first-90-days": msg("The first 90 days"),
    "when-a-ritual-dies": msg("When a ritual dies"),
    "your-context": msg("Which context is yours"),
}
