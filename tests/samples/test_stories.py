"""Planted stories: any subset can be planted, each is true in what happened, and decoys are not."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pytest

from helpers.samples import SAMPLES, planting, stories
from helpers.samples.company import Company

from .made import Made


def planted(company: Company) -> set[str]:
    return {name for name in planting.STORIES if getattr(company.stories, name) is not None}


@pytest.mark.parametrize("base", ["saas_en", "industrial_es"])
@pytest.mark.parametrize("plant", [(), ("gap",), ("ignored", "dying"), planting.STORIES])
def test_only_the_stories_wanted_are_planted(base: str, plant: Iterable[str]) -> None:
    assert planted(planting.company(SAMPLES[base], seed=3, plant=plant)) == set(plant)


def test_a_story_is_the_same_whatever_else_is_planted() -> None:
    base = SAMPLES["industrial_es"]
    whole = planting.company(base, seed=8)
    for pair in combinations(planting.STORIES, 2):
        part = planting.company(base, seed=8, plant=pair)
        for name in pair:
            assert getattr(part.stories, name) == getattr(whole.stories, name)


@pytest.mark.parametrize("base", ["saas_en", "industrial_es"])
def test_who_tells_a_story_is_drawn(base: str) -> None:
    made = [planting.company(SAMPLES[base], seed=seed).stories for seed in range(12)]
    for name in planting.STORIES:
        key = {"unanswered": "value", "gap": "theme", "ignored": "channel", "contradicted": "message"}.get(
            name, "ritual"
        )
        assert len({getattr(getattr(each, name), key) for each in made}) >= 3, name


def test_decoys_are_no_stories(sample: Made) -> None:
    found = sample.manifest["stories"]
    keys = [[(each["metric"], each["variant"], each["segment"]) for each in found[kind]] for kind in found]
    flat = [key for part in keys for key in part]
    assert len(flat) == len(set(flat))
    assert [each["story"] for each in found["planted"]] == list(stories.METRICS)
    assert {each["story"] for each in found["decoys"]} == set(stories.METRICS)


def test_leads_of_the_story_are_left_alone_and_the_others_are_not(sample: Made) -> None:
    story, shares = sample.company.stories.unanswered, stories.unheard(sample.company, sample.world)
    assert story is not None
    left, all_ = shares[f"{story.segment}={story.value}"]
    rest = [
        pair for key, pair in shares.items() if key.startswith(f"{story.segment}=") and not key.endswith(story.value)
    ]
    other = sum(pair[0] for pair in rest) / sum(pair[1] for pair in rest)
    assert left / all_ > 0.28 and left / all_ > 1.6 * other


def test_the_objection_without_content_has_one_asset_that_is_out_of_use(sample: Made) -> None:
    gap = sample.company.stories.gap
    assert gap is not None
    label = sample.company.loop.objections[gap.theme].labels[0]
    (asset,) = [row for row in sample.world.forms["content"] if row["objection"] == label]
    assert asset["retired"] == gap.retired < sample.company.last
    heard = next(each for each in sample.manifest["stories"]["planted"] if each["story"] == "gap")
    assert 0.2 <= heard["heard"] / heard["of"] <= 0.4


def test_the_ritual_that_dies_was_held_before(sample: Made) -> None:
    story = sample.company.stories.dying
    assert story is not None
    rows = [row for row in sample.world.forms["meetings"] if row["ritual"] == story.ritual]
    before = [row["held"] is not None for row in rows if row["planned"] < story.stops]
    after = [row["held"] for row in rows if row["planned"] >= story.stops]
    assert sum(before) / len(before) > 0.75 and set(after) == {None}
