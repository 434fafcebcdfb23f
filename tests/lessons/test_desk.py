"""The controls of a lesson without a browser: what is shown when, and what is said to whoever answers."""

import re

import pytest

from helpers.lessons import desk
from helpers.lessons.key import Key, key
from helpers.lessons.lesson import plans, text
from helpers.lessons.sheet import Look, Option, Sheet
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Cell
from helpers.report.sections.plate import Caption, plate, table
from helpers.words import Words

MARKS = [Mark(label="a <b>", value=3.0, text="3", unit="count"), Mark(label="c", value=1.0, text="1", unit="count")]


def figure():
    data = table("Leads", ["Part", "Leads"], [(Cell(text=mark.label), Cell(text=mark.text)) for mark in MARKS])
    caption = Caption(title="Leads of <script>", subtitle="people", alt='"Two" parts')
    return plate(charts.bars, MARKS, key="parts", caption=caption, data=data)


SHEET = Sheet(
    id="one", title="One", objective="Say it.", question="Which?", predict="Write <it> down.",
    looks=(Look("What stands out?", figure()),), ask="What now?",
    options=(Option("yes", "It is <so>.", True, "Because it is."), Option("no", "It is not.", False, "Look again.")),
    reveal="The kit counted 3.", our_company="And ours?", if_late="Nothing.",
)  # fmt: skip


class Opened:
    """As much of a lesson as the desk asks for."""

    def __init__(self, lang: str) -> None:
        self.words = Words(lang)


@pytest.fixture(params=["en", "es"])
def lesson(request, monkeypatch):
    monkeypatch.setattr(desk, "sheet", lambda lesson: SHEET)
    return Opened(request.param)


def press(panel: desk.Panel) -> None:
    buttons = [child for child in panel.children if type(child).__name__ == "Button"]
    assert len(buttons) == 1
    buttons[0].click()


def test_a_prediction_is_a_labelled_place_to_write(lesson):
    panel = desk.predict(lesson)
    assert "Write &lt;it&gt; down." in panel.children[1].value
    assert panel.children[2].description == lesson.words.say("Your prediction") == repr(panel)


def test_a_figure_is_not_there_before_its_button_is_pressed_and_goes_again(lesson):
    panel = desk.look(lesson, 1)
    shown = panel.children[-1]
    assert "svg" not in str(shown.get_state()["value"])
    press(panel)
    assert "What stands out?" in shown.value and shown.value.count("<svg") == 2
    assert 'aria-label="&quot;Two&quot; parts"' in shown.value
    assert "Leads of &lt;script&gt;" in shown.value and "<td" in shown.value and "a &lt;b&gt;" in shown.value
    press(panel)
    assert shown.value == ""


def test_a_figure_that_is_not_there_is_an_error(lesson):
    with pytest.raises(IndexError):
        desk.look(lesson, 2)


def test_nothing_is_chosen_beforehand_and_both_answers_are_asked_for(lesson):
    panel = desk.choose(lesson)
    assert panel.options.value is None and panel.sure.value == 0
    for option, sure in ((None, 0), ("yes", 0), (None, 80)):
        panel.options.value, panel.sure.value = option, sure
        panel.answered()
        assert 'class="tandem-said missing"' in panel.said.value and 'role="alert"' in panel.said.value
        assert panel.first is None and "Because" not in panel.said.value


def test_the_first_answer_stays_and_the_next_may_be_tried(lesson):
    panel = desk.choose(lesson)
    panel.options.value, panel.sure.value = "no", 90
    press(panel)
    assert "Look again." in panel.said.value and "Because" not in panel.said.value and "wrong" in panel.said.value
    panel.options.value, panel.sure.value = "yes", 50
    press(panel)
    assert "Because it is." in panel.said.value and "tandem-said right" in panel.said.value
    assert panel.first == ("no", 90)
    assert "It is not." in panel.said.value and lesson.words.share(0.9, 0) in panel.said.value


def test_what_is_offered_to_be_sure_begins_at_a_guess(lesson):
    assert [value for _, value in desk.choose(lesson).sure.options] == [0, 50, 60, 70, 80, 90, 100]


def test_what_the_kit_found_is_told_when_asked(lesson):
    panel = desk.reveal(lesson)
    assert "The kit counted 3." not in str(panel.children[-1].value)
    press(panel)
    assert "The kit counted 3." in panel.children[-1].value and "It is &lt;so&gt;." in panel.children[-1].value


def test_the_key_is_a_few_lines_of_text():
    about = Finding("unanswered", "channel=a", 0.12345, 0.01, 0.2, "share", True, 80, {"share": 0.5})
    made = Key("place", ("channel=a",), about, Words("en"))
    assert repr(made).splitlines() == [
        "Right option: place", "Claimed at: channel=a",
        "Measured: channel=a 0.1235 (0.01 … 0.2), share, n = 80", "  share 0.5",
    ]  # fmt: skip
    assert repr(Key("chance", (), None, Words("es"))) == "Opción correcta: chance\nSe afirma en: ningún sitio"


def test_a_key_names_what_is_claimed_in_one_order():
    class Answered:
        plan, words = plans()["unanswered"], Words("en")
        found = tuple(Finding("unanswered", f"channel={name}", 0.2, 0.1, 0.3, "share", True, 9) for name in "ba")

        class answer:  # noqa: N801
            option, places = "place", frozenset({"channel=b", "channel=a"})

    assert key(Answered).places == ("channel=a", "channel=b")


def test_controls_are_named_by_what_they_ask(lesson):
    assert repr(desk.choose(lesson)) == "What now?"
    assert not re.search(r"\d{4,}", repr(desk.look(lesson, 1)))


def test_every_lesson_has_a_text_for_each_figure():
    for plan in plans().values():
        for lang in ("en", "es"):
            assert len(text(plan.id, lang).look) == len(plan.figures), plan.id
