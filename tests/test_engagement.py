"""engagement.yml: strict, layered, and every refusal one line that says what to do."""

import pytest

from helpers.engagement import Engagement, json_schema, load, merged, preset
from helpers.errors import ConfigError

LEAST = "client: Example Ltd\ncurrency: EUR\ntime_zone: Europe/Madrid\n"


def write(folder, text):
    (folder / "engagement.yml").write_text(text, encoding="utf-8")
    return folder


def test_the_least_an_engagement_needs(tmp_path):
    engagement = load(write(tmp_path, LEAST))
    assert (engagement.client, engagement.context, engagement.windows.rolling_months) == ("Example Ltd", "mixed", 12)


@pytest.mark.parametrize("context", ["mixed", "sales-led", "digital-native", "no-marketing"])
def test_every_context_is_a_whole_preset(tmp_path, context):
    engagement = load(write(tmp_path, LEAST + f"context: {context}\n"))
    assert set(preset(context)) == {"grain", "cards", "goal", "chair", "windows", "playbook"}
    assert engagement.cards == tuple(preset(context)["cards"])


def test_defaults_then_preset_then_file_then_environment_then_command_line(tmp_path, monkeypatch):
    folder = write(tmp_path, LEAST + "context: sales-led\nwindows: {horizon_days: 200}\n")
    assert load(folder).windows.horizon_days == 200  # the file over the preset's 365
    assert load(folder).windows.usual_cycle_days == 180  # the preset keeps what the file leaves out
    monkeypatch.setenv("TANDEM_WINDOWS__HORIZON_DAYS", "210")
    assert load(folder).windows.horizon_days == 210
    assert load(folder, windows={"horizon_days": 220}).windows.horizon_days == 220


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("curency: EUR\n", "unknown key 'curency'; did you mean 'currency'?"),
        ("windows: {horizon_day: 3}\n", "unknown key 'windows.horizon_day'; did you mean 'horizon_days'?"),
        ("context: sales\n", "unknown context 'sales'; use digital-native, mixed, no-marketing, sales-led"),
        ("context: ../mixed/../x\n", "unknown context"),
        ("lifetime: {gross_margin: 80}\n", "lifetime.gross_margin"),
        ("stages: {deal: {Cerrado: wonn}}\n", "unknown stage 'wonn' for label 'Cerrado'; did you mean 'won'?"),
        ("languages: [fr]\n", "languages"),
        ("time_zone: Europe/Madird\n", "did you mean 'Europe/Madrid'?"),
        ("client: [\n", "not readable as YAML"),
        ("currencies: {rates: {USD: -1}}\n", "currencies.rates.USD"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_the_place(tmp_path, text, says):
    key = text.partition(":")[0]
    kept = "".join(line + "\n" for line in LEAST.splitlines() if not line.startswith(f"{key}:"))
    with pytest.raises(ConfigError) as refused:
        load(write(tmp_path, kept + text))
    assert says in str(refused.value) and "engagement.yml" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_without_engagement_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigError, match="tandem new"):
        load(tmp_path)
    with pytest.raises(ConfigError, match="key: value"):
        load(write(tmp_path, "just words"))


def test_merging_replaces_lists_and_leaves_its_inputs_alone():
    low, high = {"a": {"x": 1, "y": [1, 2]}}, {"a": {"y": [3]}}
    assert merged(low, high) == {"a": {"x": 1, "y": [3]}}
    assert low == {"a": {"x": 1, "y": [1, 2]}}


def test_the_schema_names_every_key_of_the_first_level():
    for key in Engagement.model_fields:
        assert f'"{key}"' in json_schema()
