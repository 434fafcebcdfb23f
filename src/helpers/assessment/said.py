"""What people said, put together: the facts of the survey, and what is listed of it row by row."""

from __future__ import annotations

from datetime import date

import pandas as pd

from helpers.assessment.anonymity import FEWEST
from helpers.assessment.counts import answered
from helpers.assessment.gaps import perception_gap
from helpers.assessment.mirror import mirror_error
from helpers.assessment.movement import perception_change
from helpers.assessment.opinions import dont_know, perception_agree, priority, reported_practice
from helpers.assessment.reliability import perception_reliability
from helpers.assessment.scores import Wave, perception_score, points, respondents, waves
from helpers.assessment.spread import perception_spread
from helpers.assessment.superiority import perception_superiority
from helpers.engine import Canonical, fetch
from helpers.facts import Fact
from helpers.instrument import instrument
from helpers.model.survey import TEAMS
from helpers.periods import Period


def said_facts(canonical: Canonical, *, period: Period, on: date) -> list[Fact]:
    """Everything the survey of both teams says, as facts (``docs/architecture.md``, "Assessment").

    Answers of the newest round that has begun by ``on``, the day of the assessment, up to that day. The same rows come
    out whoever answered: what must not be shown (``anonymity``) has the note ``few_respondents``, and all of it
    ``no_survey`` where nobody answered.
    """
    now, before = waves(canonical, on=on)
    return facts_of(now, before, fetch(answered.values(canonical.tables, on=on)), period=period)


def facts_of(now: Wave, before: Wave, values: pd.DataFrame, *, period: Period) -> list[Fact]:
    """The facts of two rounds of answers; ``values`` are the answers of the newest one to the statements."""
    return [
        *respondents(now, period=period),
        *perception_score(now, before, period=period),
        *perception_change(now, before, period=period),
        *perception_gap(now, before, period=period),
        *perception_superiority(now, period=period),
        *perception_spread(now, period=period),
        *dont_know(now, period=period),
        *perception_agree(now, period=period),
        *reported_practice(now, period=period),
        *mirror_error(now, period=period),
        *priority(now, period=period),
        *perception_reliability(now, values, period=period),
    ]


def said_tables(canonical: Canonical, on: date) -> dict[str, pd.DataFrame]:
    """``assess_dots`` and ``assess_quotes``."""
    return {"assess_dots": assess_dots(canonical, on), "assess_quotes": assess_quotes(canonical, on)}


def assess_dots(canonical: Canonical, on: date) -> pd.DataFrame:
    """A dot for each score of a person: ``construct team score``, by size, so that no row is anybody's.

    Only of constructs in which both teams have four people with a score.
    """
    now, _ = waves(canonical, on=on)
    rows = [
        (construct.id, team, points([score]))
        for construct in instrument().constructs
        if (teams := now.scores(construct.id)).shown
        for team, scores in teams._asdict().items()
        for score in scores
    ]
    return pd.DataFrame(rows, columns=["construct", "team", "score"])


def assess_quotes(canonical: Canonical, on: date) -> pd.DataFrame:
    """What may be quoted, masked, without team or level: ``question words``; only where both teams have four people."""
    quotes = fetch(answered.quotes(canonical.tables, on=on))
    return quotes if _in_numbers(waves(canonical, on=on)[0]) else quotes.iloc[:0]


def assess_statements(canonical: Canonical, on: date) -> pd.DataFrame:
    """What was answered by who agreed to be shown by name, for a talk: ``name team item value unknown``.

    Empty where both teams have four people: there the figures are shown, and together with most names they would give
    the answers of the others.
    """
    rows = fetch(answered.named(canonical.tables, on=on))
    return rows.iloc[:0] if _in_numbers(waves(canonical, on=on)[0]) else rows


def assess_words(canonical: Canonical, on: date) -> pd.DataFrame:
    """What the people of ``assess_statements`` wrote, masked: ``name question words``; empty where those are."""
    rows = fetch(answered.named_words(canonical.tables, on=on))
    return rows.iloc[:0] if _in_numbers(waves(canonical, on=on)[0]) else rows


def _in_numbers(now: Wave) -> bool:
    """Whether both teams are large enough for figures."""
    return min(now.sizes[team] for team in TEAMS) >= FEWEST
