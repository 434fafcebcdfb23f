"""The benchmark beside peers: its journeys, its exact answer, its page."""

from __future__ import annotations

import os
import sys
from fractions import Fraction
from pathlib import Path

import measure
import numpy as np
import pandas as pd
import pytest
import run_tandem
from benchmarks.attribution import journeys, peers, timing
from benchmarks.attribution.__main__ import answer_of
from benchmarks.attribution.exact import exact, furthest
from benchmarks.attribution.page import Grown, Section, claims, page
from benchmarks.attribution.peers import DRIVERS, OURS, PEERS, Tool, evidence
from benchmarks.attribution.timing import Timing, errors, errors_of_ours, timings

SHARED = Path(__file__).parents[3] / "shared"
PUBLIC = Path(os.environ.get("TANDEM_PUBLIC_DATA", SHARED / "data")) / "pathdata" / "journeys.csv"
REFERENCE = SHARED / "reference" / "attribution_journeys.csv"


# -- journeys --------------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_journeys() -> None:
    one, other = (journeys.draw(np.random.default_rng(5), 500) for _ in range(2))
    assert np.array_equal(one.codes, other.codes)
    assert np.array_equal(one.cents, other.cents)


def test_journeys_are_what_the_page_says() -> None:
    drawn = journeys.draw(np.random.default_rng([journeys.SEED, 1, 0]), 200_000)
    # Geometric with mean 4: the standard deviation is sqrt(3/4)/(1/4) = 3.46, of a mean of 200,000: 0.0077.
    assert drawn.lengths.mean() == pytest.approx(journeys.MEAN_LENGTH, abs=5 * 0.0077)
    assert len(np.unique(drawn.codes)) == len(journeys.CHANNELS) == 12
    assert drawn.converted.mean() == pytest.approx(journeys.CONVERTING, abs=0.002)
    assert ((drawn.cents > 0) == drawn.converted).all()


def test_the_three_shapes_hold_the_same_journeys(drawn: dict[str, Path]) -> None:
    raw, unique, log = (pd.read_parquet(drawn[shape]) for shape in ("raw", "unique", "log"))
    grouped = raw.groupby("path")[["total_conversions", "total_null"]].sum().reset_index()
    assert grouped.equals(unique[["path", "total_conversions", "total_null"]])
    again = measure.paths_of(log)
    assert again["path"].tolist() == raw["path"].tolist()
    assert again["total_conversion_value"].tolist() == raw["total_conversion_value"].tolist()
    assert log["time"].is_monotonic_increasing
    assert not log.duplicated(["id", "time"]).any()


def test_reading_in_steps_reads_everything(drawn: dict[str, Path]) -> None:
    assert measure.load(drawn["log"])["channel"].tolist() == pd.read_parquet(drawn["log"])["channel"].tolist()


# -- the exact answer ------------------------------------------------------------------------------------------------


def test_exact_answer_by_hand() -> None:
    # a > b: one conversion worth 10, one without; b: one worth 5. Visits: start 3, a 2, b 3; of b 2/3 convert.
    # P = 2/3. Without a only start → b (1/3) is left: 2/9, so a's effect is 2/3; without b nothing: 1.
    # Value per visit of b is 15/3, so the value effects are the same. Two conversions as 2/3 : 1 are 4/5 and 6/5.
    found = exact(["a > b", "b"], [1, 1], [10.0, 5.0], [1, 0])
    third = Fraction(1, 3)
    assert found.effect == found.effect_value == {"a": 2 * third, "b": 1}
    assert found.conversions["markov1"] == {"a": Fraction(4, 5), "b": Fraction(6, 5)}
    assert found.value["linear"] == {"a": 5, "b": 10}
    assert found.conversions["first"] == {"a": 1, "b": 1}
    assert found.value["last"] == {"b": 15}
    assert found.totals == (2, 15)


def test_exact_shapley_counts_a_channel_once() -> None:
    found = exact(["a > a > b"], [1], [0.3], [0])
    assert found.conversions["shapley"] == {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    assert found.value["linear"] == {"a": Fraction(2, 10), "b": Fraction(1, 10)}


def test_a_channel_left_out_is_an_error_of_its_whole_credit() -> None:
    assert furthest({"a": 1.0}, {"a": Fraction(1), "b": Fraction(1)}, whole=Fraction(4)) == 0.25
    assert furthest({"a": 1.0, "c": 2.0}, {"a": Fraction(1)}) == 2.0


@pytest.mark.skipif(not (PUBLIC.exists() and REFERENCE.exists()), reason="the public paths are not here")
def test_exact_answer_equals_the_published_one() -> None:
    found, published = answer_of(pd.read_csv(PUBLIC)), pd.read_csv(REFERENCE).set_index("channel")
    columns = {"markov1_re_conv": found.effect, "markov1_re_value": found.effect_value}
    for model, name in (("first",) * 2, ("last",) * 2, ("linear",) * 2, ("markov1",) * 2, ("shapley",) * 2):
        columns |= {f"{name}_conv": found.conversions[model], f"{name}_value": found.value[model]}
    for column, shares in columns.items():
        ours = pd.Series({channel: f"{float(shares[channel]):.6f}" for channel in published.index})
        assert (ours == published[column].map("{:.6f}".format)).all(), column


# -- tools -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["raw", "unique", "log"])
def test_ours_is_exact_from_every_shape(drawn: dict[str, Path], shape: str) -> None:
    truth = answer_of(pd.read_parquet(drawn["unique"]))
    found = run_tandem.work(measure.load(drawn[shape]), shape)()
    assert errors_of_ours(found, truth) < 1e-12
    assert errors(found, truth) == pytest.approx((0, 0), abs=1e-12)
    assert ("time_decay" in found["models"]) == (shape == "log")


def test_an_error_is_found(drawn: dict[str, Path]) -> None:
    truth = answer_of(pd.read_parquet(drawn["unique"]))
    found = run_tandem.work(measure.load(drawn["unique"]), "unique")()
    found["models"]["last"]["credit_value"]["email"] += float(truth.totals[1]) / 100
    assert errors_of_ours(found, truth) == pytest.approx(0.01)


def test_all_five_peers_are_there_with_driver_and_pins() -> None:
    names = {"ChannelAttribution", "marketing-attribution-models", "do-attribution", "mta", "shapley-attribution"}
    assert {tool.name for tool in PEERS} == names
    for tool in (OURS, *PEERS):
        assert (DRIVERS / tool.driver).exists()
        assert all("==" in pin for pin in tool.pins)
    for tool in PEERS:
        assert f"{tool.name.lower()}=={tool.version}" in tool.pins


def test_a_tool_that_fails_is_a_row_with_its_reason(drawn: dict[str, Path], tmp_path: Path) -> None:
    [result] = timings(
        [Tool("x", "1", "run_nothing.py", "-")], drawn["unique"], shape="unique", work=tmp_path, rounds=2
    )
    assert result.failed.startswith("failed: ")
    assert "No such file" in result.failed
    assert str(DRIVERS) not in result.failed


def test_a_tool_that_takes_too_long_is_a_row(
    drawn: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "TIMEOUT", 0.01)
    [result] = timings([OURS], drawn["unique"], shape="unique", work=tmp_path, rounds=1)
    assert result.failed.startswith("over ")


def test_a_tool_that_cannot_be_installed_is_a_row(
    drawn: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = [sys.executable, "-c", "import sys; sys.exit('error: no wheel for this Python')"]
    monkeypatch.setattr(peers, "_commands", lambda *_: [refusal])
    [result] = timings([PEERS[0]], drawn["unique"], shape="unique", work=tmp_path, rounds=1)
    assert result.failed == "not installed: error: no wheel for this Python"


def test_evidence_names_neither_folder_nor_address() -> None:
    output = "reading\nerror: no wheel at https://index.example/simple/mta for /srv/else/env/bin/python\nhint: x\n"
    assert evidence(output) == "error: no wheel at … for …/python"
    assert evidence("") == "no output"


# -- page ------------------------------------------------------------------------------------------------------------


def _timing(tool: Tool, seconds: list[float], answer: dict, peak: float = 300) -> Timing:
    return Timing(tool, seconds=seconds, processor=seconds, loaded=100, peak=peak, answer=answer)


def _page(drawn: dict[str, Path], *, ours: float, peer: float, slope: float = 1.0) -> tuple[str, list[bool]]:
    truth = answer_of(pd.read_parquet(drawn["unique"]))
    found = run_tandem.work(measure.load(drawn["unique"]), "unique")()
    fastest = _timing(PEERS[0], [peer], {"credit": found["credit"], "effect": found["effect"]})
    quick = _timing(PEERS[4], [0.001], {"credit": found["models"]["shapley"]["credit"]})
    failed = Timing(PEERS[3], failed="over 15 min")
    rows = [_timing(OURS, [ours, 9 * ours, ours], found), fastest, quick, failed]
    sections = {name: Section(name, "about", rows, truth) for name in ("raw", "unique", "log")}
    growth = [
        Grown(size, 4 * size, _timing(OURS, [size * slope ** (size > 1000)], found), True) for size in (1000, 3000)
    ]
    held = [claim.held for claim in claims(sections, growth)]
    return page(sections, growth, machine="a machine.", peers=PEERS, minutes=15), held


def test_page_tells_what_holds(drawn: dict[str, Path]) -> None:
    text, held = _page(drawn, ours=1.0, peer=5.5)
    assert all(held)
    assert "5.5 times: 1.00 s beside 5.50 s (ChannelAttribution)" in text
    assert "| mta 0.0.9 | Markov 1, analytical variant | over 15 min |" in text
    assert "does not hold" not in text


def test_page_tells_what_does_not_hold(drawn: dict[str, Path]) -> None:
    # 4.5 times is enough from paths, not from a log; twice the time for each touch is not linear.
    text, held = _page(drawn, ours=1.0, peer=4.5, slope=2.0)
    assert held.count(False) == 2
    assert text.count("**does not hold**") == 2


def test_a_peer_without_markov_is_no_measure_for_it(drawn: dict[str, Path]) -> None:
    text, _ = _page(drawn, ours=1.0, peer=5.5)
    assert "beside 0.00 s" not in text
