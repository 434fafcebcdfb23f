"""The front matter of a client's page: its own status, rhythm, chair and day; everything else as shipped."""

from __future__ import annotations

from datetime import date

import pytest
from tests.playbook.tiny import ON, SHIPPED, client, page

from helpers.pages import read_page, shipped, source
from helpers.playbook.composing import composed
from helpers.playbook.front import fronted, parted, replaced
from helpers.playbook.pages import applying

TEXT = SHIPPED.format(kind="agreement", forms="")


def front(id: str, **settings: object) -> dict[str, str]:
    made = fronted(TEXT, page=page(id), client=client(**settings), reviewed_on=ON)
    return {key: lines.partition(":")[2].strip() for key, lines in parted(made)[0].items()}


def test_status_and_day_are_the_clients_and_the_order_is_as_shipped():
    found = front("sla", context="mixed")
    assert (found["status"], found["last_reviewed_on"]) == ("active", "2026-11-22")
    assert front("forecast", context="mixed")["status"] == "waiting"
    assert list(found) == list(parted(TEXT)[0])


def test_when_says_the_rhythm_and_who_chairs():
    assert front("monthly-review", context="sales-led")["when"] == (
        "On the second Wednesday of each month at 9:00; sales chairs"
    )
    assert front("monthly-review", lang="es")["when"] == (
        "El segundo martes de cada mes a las 9:30; presiden por turno marketing y ventas"
    )
    assert front("buying-cycle")["when"] == "Twice a year"


@pytest.mark.parametrize(
    ("months", "said"),
    [(2, "Every two months, on the first Monday of the month at 14:00; marketing chairs"),
     (5, "Every 5 months, on the first Monday of the month at 14:00; marketing chairs"),
     (12, "Once a year, on the first Monday of the month at 14:00; marketing chairs")],
)  # fmt: skip
def test_rhythms_of_several_months(months: int, said: str):
    rhythm = {"weekday": "mon", "week": 1, "every_months": months, "at": "14:00"}
    plan = {"rhythms": {"sla": rhythm}, "chairs": {"sla": "marketing"}}
    assert front("sla", playbook=plan)["when"] == said


def test_a_value_that_yaml_would_misread_is_quoted():
    lines = replaced({"when": "when: x\n"}, {"when": "On Mondays: at nine", "who": "yes", "status": "active"})
    assert lines == {"when": 'when: "On Mondays: at nine"\n', "who": 'who: "yes"\n', "status": "status: active\n"}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("context", ["sales-led", "mixed", "digital-native", "no-marketing"])
def test_every_composed_page_is_a_page(lang: str, context: str):
    who = client(lang=lang, context=context)
    made = composed(who, reviewed={"stages": date(2026, 2, 3)})
    assert list(made) == [each.id for each in applying(who.engagement, lang=lang)]
    for id, text in made.items():
        read = read_page(text, id=id, lang=lang, where=f"{id}.md")
        assert read.front.last_reviewed_on == (date(2026, 2, 3) if id == "stages" else ON)
        assert read.front.thresholds == shipped(lang)[id].front.thresholds
    assert {id for id, text in made.items() if "status: active" in text} == set(who.engagement.playbook.active)


def test_keys_that_are_not_the_clients_keep_their_lines():
    text = source("monthly-review", "en")
    made = fronted(text, page=shipped("en")["monthly-review"], client=client(), reviewed_on=ON)
    assert parted(made)[1] == parted(text)[1]
    own = {"status", "when", "last_reviewed_on"}
    assert {k: v for k, v in parted(made)[0].items() if k not in own} == {
        k: v for k, v in parted(text)[0].items() if k not in own
    }
