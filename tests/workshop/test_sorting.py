"""Leads drawn fairly and shown without names; a pair sorts them in a browser, and agreement is that of the kit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from browsing import axe, beyond_disk, opened, sideways
from helpers.errors import ConfigError
from helpers.icp.agreement import between_teams, sorted_items
from helpers.patterns.basis import Basis
from helpers.sources.placing import form_of
from helpers.words import Words
from helpers.workshop.sorting import FEWEST, OTHER, Card, drawn, outcomes
from helpers.workshop.sorting_page import described, sorting_page

from .leads import basis, rows

SESSION = "2026-11"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Basis:
    return basis(tmp_path_factory.mktemp("sorting"))


# -- the draw ----------------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_leads_and_another_one_others(company: Basis) -> None:
    one = drawn(company, seed=4)
    assert one == drawn(company, seed=4) != drawn(company, seed=5)
    assert [card.number for card in one] == list(range(1, 21)) and len({card.item for card in one}) == 20


def test_every_lead_is_drawn_as_often_whatever_became_of_it(company: Basis) -> None:
    """20 of 40 leads over 60 draws: 1,200 cards; of ten leads four are accepted, two rejected, three undecided."""
    seen: dict[str, int] = {}
    for seed in range(60):
        cards = drawn(company, seed=seed)
        for end in outcomes(company, cards):
            seen[end.decision] = seen.get(end.decision, 0) + 1
    assert sum(seen.values()) == 1200
    assert {name: round(n / 120) for name, n in seen.items()} == {
        "accepted": 4,
        "rejected": 2,
        "none": 3,
        "recycled": 1,
    }


def test_of_an_account_one_lead_at_most(tmp_path: Path) -> None:
    made = rows()
    for table in ("people", "handoffs", "touches"):
        for row in made[table]:
            row["account_id"] = f"a{int(row['account_id'][1:]) // 2}"
    cards = drawn(basis(tmp_path, made))
    accounts = {row["person_id"]: row["account_id"] for row in made["people"]}
    assert len(cards) == 20 == len({accounts[card.item] for card in cards})


def test_a_card_shows_what_both_may_see_and_nothing_after_the_hand_off(company: Basis) -> None:
    for card in drawn(company):
        assert [name for name, _ in card.traits] == ["channel", "size"]
        assert card.known_days == 5
        assert [(each.kind, each.what, each.days) for each in card.actions] == [("Downloaded", "Guide", 3)]


def test_a_value_that_few_share_is_not_shown(company: Basis) -> None:
    """One lead alone is of size 'rare'."""
    traits = {
        value
        for seed in range(9)
        for card in drawn(company, seed=seed)
        for name, value in card.traits
        if name == "size"
    }
    assert traits == {"small", OTHER}
    lone = next(c for seed in range(9) for c in drawn(company, seed=seed) if ("size", OTHER) in c.traits)
    assert ("Company size", "(another)") in list(described(lone, Words("en")))


def test_too_few_leads_are_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=f"3 leads of different accounts .* a sort needs {FEWEST} of them"):
        drawn(basis(tmp_path, rows(3)))


def test_outcomes_are_those_of_the_cards(company: Basis) -> None:
    cards = drawn(company)
    for card, end in zip(cards, outcomes(company, cards), strict=True):
        assert end.number == card.number
        assert (end.stage == "sql") == (end.decision == "accepted")


# -- the page ----------------------------------------------------------------------------------------------------------


def labels(seed: int, n: int = 20) -> dict[str, list[str]]:
    drawn_ = np.random.default_rng(seed)
    one = drawn_.random(n) < 0.6
    other = np.where(drawn_.random(n) < 0.7, one, ~one)
    return {
        team: ["accept" if taken else "reject" for taken in row] for team, row in (("marketing", one), ("sales", other))
    }


def write(folder: Path, company: Basis, lang: str = "en") -> tuple[Path, list[Card]]:
    cards = drawn(company)
    path = folder / f"sorting.{lang}.html"
    path.write_text(sorting_page(cards, lang=lang, session=SESSION), encoding="utf-8")
    return path, cards


def test_the_page_gives_away_no_outcome_and_no_account(tmp_path: Path, company: Basis) -> None:
    path, _ = write(tmp_path, company)
    text = path.read_text(encoding="utf-8")
    known = json.loads(text.split('id="known">')[1].split("</script>")[0])
    assert set(known) == {"version", "session", "items", "say", "csv", "point", "t", "zero"}
    assert not re.search(r"accepted|rejected|recycled|\ba\d{3}\b", text.split("<main")[1].split("<script")[0])


def rated(given: dict[str, list[str]], items: list[str]) -> pd.DataFrame:
    return pd.DataFrame([
        {"session": SESSION, "on": "2026-11-22", "item": item, "of": "lead", "team": team, "rater": 1, "label": label}
        for team, row in given.items() for item, label in zip(items, row, strict=True)
    ])  # fmt: skip


def sort(page, given: dict[str, list[str]]) -> None:
    """Both halves by keyboard: an answer by the space bar or the arrow, then the button."""
    for team in ("marketing", "sales"):
        for place, label in enumerate(given[team]):
            card = page.locator(".lead-card:not([hidden])")
            card.locator(f"input[value={label}]").focus()
            page.keyboard.press("Space")
            page.locator("#next" if place < len(given[team]) - 1 else "#finish").focus()
            page.keyboard.press("Enter")


@pytest.fixture
def alone(tmp_path: Path, company: Basis, browser) -> Iterator[tuple]:
    path, cards = write(tmp_path, company)
    with opened(browser, path) as page:
        yield page, [card.item for card in cards]


def figures(text: str) -> list[float]:
    return [float(each.replace("−", "-")) for each in re.findall(r"−?\d+\.\d\d", text)]


@pytest.mark.debian
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_page_agrees_with_the_kit_on_agreement(seed: int, alone) -> None:
    page, items = alone
    given = labels(seed)
    sort(page, given)
    kit = between_teams(sorted_items(rated(given, items)))
    same = sum(one == two for one, two in zip(*given.values(), strict=True))
    assert page.inner_text("#agree") == f"They agree on {same} of 20."
    assert figures(page.inner_text("#beyond")) == pytest.approx([kit.value, kit.low, kit.high], abs=0.0051)


@pytest.mark.debian
def test_full_agreement_still_has_a_lower_end(alone) -> None:
    page, items = alone
    given = labels(1) | {"sales": labels(1)["marketing"]}
    sort(page, given)
    kit = between_teams(sorted_items(rated(given, items)))
    assert figures(page.inner_text("#beyond")) == pytest.approx([1.0, kit.low, 1.0], abs=0.0051)
    assert kit.low < 1


@pytest.mark.debian
def test_sales_does_not_see_what_marketing_chose(alone) -> None:
    page, _ = alone
    given = labels(2)
    sort(page, {"marketing": given["marketing"], "sales": []})
    assert page.inner_text("#turn") == "Sales sorts" and page.is_hidden("#result")
    assert page.locator(".choice input:checked").count() == 0


@pytest.mark.debian
def test_what_is_saved_is_read_by_the_form_and_by_the_room(alone, tmp_path: Path) -> None:
    page, items = alone
    given = labels(3)
    page.fill("#pair", "4")
    sort(page, given)
    for button, name in (("#csv", "answers.csv"), ("#json", "answers.json")):
        with page.expect_download() as loaded:
            page.click(button)
        assert form_of(f"forms/{loaded.value.suggested_filename}") == "blind_sort"
        loaded.value.save_as(tmp_path / name)
    table = pd.read_csv(tmp_path / "answers.csv", encoding="utf-8-sig", dtype=str)
    assert list(table.columns) == ["session", "date", "item", "what is sorted", "team", "who sorts", "answer"]
    assert table["answer"].tolist() == [*given["marketing"], *given["sales"]]
    assert set(table["item"]) == set(items) and set(table["who sorts"]) == {"4"}
    page.set_input_files("#files", [tmp_path / "answers.json"])
    page.locator("#room", has_text="(pairs: 1)").wait_for()
    page.set_input_files("#files", [tmp_path / "answers.json"])
    page.get_by_text("answers.json is counted already.", exact=True).wait_for()
    (tmp_path / "other.json").write_text('{"tandem": "survey"}', encoding="utf-8")
    page.set_input_files("#files", [tmp_path / "other.json"])
    page.get_by_text("other.json is no file of this sort.", exact=True).wait_for()


@pytest.mark.debian
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_page_works_offline_for_everybody(lang: str, tmp_path: Path, company: Basis, browser) -> None:
    path, _ = write(tmp_path, company, lang)
    with opened(browser, path) as page:
        assert axe(page) == []
        sort(page, labels(1))
        assert axe(page) == [] and page.said == [] and beyond_disk(page) == [] and sideways(page) == 0
