"""Six questions choose a context by a rule that can be said aloud, and both languages say why."""

import itertools
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers import cli
from helpers.contexts import CONTEXTS, because_sentences, checked, choose, context_name, questions
from helpers.engagement import load, preset
from helpers.errors import ConfigError
from helpers.words import Words

NAMES = ("price_owner", "access_owner", "existing_share", "cycle", "inbound_share", "marketing_size")
EVERY = [
    dict(zip(questions(), answers, strict=True))
    for answers in itertools.product(*([option.id for option in question.option] for question in questions().values()))
]
#: What people would answer for companies of a kind, and the context that suits it.
COMPANIES = {
    "machinery maker": (("sales", "sales", "most", "long", "few", "few"), "sales-led"),
    "distributor with published prices": (("published", "sales", "most", "weeks", "few", "few"), "sales-led"),
    "SaaS with a trial": (("published", "self", "little", "weeks", "most", "team"), "digital-native"),
    "web shop of three people": (("published", "self", "part", "weeks", "most", "few"), "digital-native"),
    "software with demos": (("shared", "both", "part", "months", "some", "team"), "mixed"),
    "consultancy without marketing": (("sales", "sales", "most", "months", "some", "none"), "no-marketing"),
    # 2 + 1 + 1 = 4 for sales-led, 2 + 1 + 1 = 4 for digital-native: neither
    "online quotes, industrial buyers": (("sales", "self", "most", "long", "most", "team"), "mixed"),
}


def answered(*answers: str) -> dict[str, str]:
    return dict(zip(NAMES, answers, strict=True))


def test_six_questions_with_two_to_four_answers_each():
    assert tuple(questions()) == NAMES
    for question in questions().values():
        assert 2 <= len(question.option) <= 4
        assert len({option.id for option in question.option}) == len(question.option)
        assert {option.speaks_for for option in question.option} <= set(CONTEXTS)


def test_every_context_has_a_preset_and_the_other_way_round():
    folder = Path(cli.__file__).parent / "presets"
    assert sorted(CONTEXTS) == sorted(path.stem for path in folder.glob("*.yml"))
    assert all(preset(context) for context in CONTEXTS)


def test_every_combination_gives_a_context_with_reasons_and_each_context_is_reached():
    choices = [choose(answers) for answers in EVERY]
    assert len(choices) == 3**6
    assert {choice.context for choice in choices} == set(CONTEXTS)
    for choice in choices:
        assert choice.because and set(choice.because) <= set(NAMES)
        assert choice.runner_up in {*CONTEXTS, ""} - {choice.context}
        assert not choice.missing and not choice.thin


@pytest.mark.parametrize("company", COMPANIES)
def test_companies_get_the_context_that_suits_them(company):
    answers, context = COMPANIES[company]
    assert choose(answered(*answers)).context == context


def test_the_price_and_the_customer_count_twice():
    # sales-led 2 + 2 = 4, digital-native 1 + 1 + 1 = 3
    choice = choose(answered("sales", "sales", "little", "weeks", "most", "few"))
    assert (choice.context, choice.runner_up) == ("sales-led", "digital-native")
    assert choice.because == ("price_owner", "access_owner")


def test_a_tie_is_mixed_and_names_both_sides():
    # 2 for sales-led, 2 for digital-native, nothing else
    choice = choose({"price_owner": "sales", "cycle": "weeks", "inbound_share": "most", "existing_share": "most"})
    # sales-led 3, digital-native 2
    assert (choice.context, choice.tied) == ("sales-led", False)
    choice = choose({"price_owner": "sales", "access_owner": "self", "cycle": "long", "inbound_share": "most"})
    # 3 each
    assert (choice.context, choice.tied, choice.runner_up) == ("mixed", True, "sales-led")
    assert choice.because == ("price_owner", "access_owner", "cycle", "inbound_share")


def test_nobody_in_marketing_decides_alone_and_says_what_would_come_next():
    choice = choose(answered("published", "self", "little", "weeks", "most", "none"))
    assert (choice.context, choice.because, choice.runner_up) == (
        "no-marketing", ("marketing_size",), "digital-native"
    )  # fmt: skip
    assert choose({"marketing_size": "none"}).runner_up == ""


def test_too_few_answers_are_not_enough_and_what_is_missing_is_said():
    choice = choose({"price_owner": "sales"})
    assert (choice.context, choice.thin, choice.missing) == ("mixed", True, NAMES[1:])
    assert choose({"price_owner": "sales", "cycle": "long"}).context == "sales-led"
    none = choose({})
    assert (none.context, none.because, none.runner_up) == ("mixed", (), "")


def test_the_order_of_the_answers_changes_nothing():
    answers = answered("sales", "both", "part", "long", "few", "few")
    assert choose(dict(reversed(answers.items()))) == choose(answers)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"price_ower": "sales"}, "unknown question 'price_ower'; did you mean 'price_owner'?"),
        ({"colour": "red"}, "unknown question 'colour'; use one of price_owner, "),
        ({"cycle": "lon"}, "'lon' is no answer to 'cycle'; did you mean 'long'?"),
        ({"cycle": ""}, "'' is no answer to 'cycle'; use one of long, months, weeks"),
    ],
)
def test_unknown_questions_and_answers_are_refused_with_the_nearest(wrong, said):
    for refuse in (checked, choose):
        with pytest.raises(ConfigError) as raised:
            refuse(wrong)
        assert said in str(raised.value)


# -- said ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_combination_says_why_with_the_facts_of_its_answers(lang):
    words = Words(lang)
    for answers in EVERY:
        choice = choose(answers)
        first, *rest = because_sentences(choice, words)
        named = choice.because if choice.tied else choice.because[:3]
        facts = [words.say(questions()[name].answer(answers[name]).fact) for name in named]
        assert all(fact.casefold() in first.casefold() for fact in facts)
        assert first[0].isupper() and first.endswith(".")
        assert bool(choice.runner_up) == any(context_name(choice.runner_up, words) in text for text in rest)


def test_reasons_word_by_word():
    machinery = choose(answered(*COMPANIES["machinery maker"][0]))
    assert because_sentences(machinery, Words("en")) == [
        "Sales sets the price, sales holds the customer from the beginning and most orders come from companies that"
        " were customers before: the review starts from offers and orders, and sales takes the chair.",
        "Next in line: “Both teams share the customer”.",
    ]
    assert because_sentences(choose({"marketing_size": "none"}), Words("es"))[0] == (
        "Nadie se dedica sobre todo al marketing: las mismas preguntas se hacen a puestos en lugar de a departamentos,"
        " y preside ventas."
    )


@pytest.mark.parametrize(("lang", "said"), [("en", "Not answered yet: Who"), ("es", "Aún sin respuesta: ¿Quién")])
def test_what_nobody_answered_is_said(lang, said):
    sentences = because_sentences(choose({"price_owner": "sales", "cycle": "long"}), Words(lang))
    assert said in sentences[-1] and sentences[-1].count("?") == 4
    assert len(because_sentences(choose({}), Words(lang))) == 1


# -- kept in engagement.yml --------------------------------------------------------------------------------------------


def new(folder: Path, *options: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli.app, ["new", str(folder), *options])
    return ran.exit_code, str(ran.exception or "")


def given(*pairs: str) -> list[str]:
    return [part for pair in pairs for part in ("--answers", pair)]


@pytest.mark.parametrize(("lang", "why"), [("en", "# Sales sets the price"), ("es", "# Ventas fija el precio")])
def test_a_new_engagement_keeps_the_answers_and_says_why(tmp_path, lang, why):
    options = given("price_owner=sales", "access_owner=sales", "marketing_size=few")
    assert new(tmp_path / "c", "--lang", lang, *options) == (0, "")
    engagement, text = load(tmp_path / "c"), (tmp_path / "c" / "engagement.yml").read_text(encoding="utf-8")
    assert engagement.context == "sales-led"
    assert engagement.playbook.answers == {
        "price_owner": "sales", "access_owner": "sales", "marketing_size": "few"
    }  # fmt: skip
    assert engagement.playbook.active == ("monthly-review", "win-loss", "objections")
    assert why in text and max(map(len, text.partition("sources:")[0].splitlines())) <= 120


def test_a_context_named_wins_and_the_file_says_what_the_answers_speak_for(tmp_path):
    options = given("price_owner=published", "access_owner=self")
    assert new(tmp_path / "c", "--context", "mixed", *options) == (0, "")
    text = (tmp_path / "c" / "engagement.yml").read_text(encoding="utf-8")
    assert load(tmp_path / "c").context == "mixed"
    assert "# The context above was chosen by hand; the answers speak for “Customers come through digital" in text


def test_without_answers_it_is_mixed_and_nothing_is_kept(tmp_path):
    assert new(tmp_path / "c") == (0, "")
    assert (load(tmp_path / "c").context, load(tmp_path / "c").playbook.answers) == ("mixed", {})


@pytest.mark.parametrize("wrong", ["price_owner", "=sales", "price_owner=", "price_owner=nobody", "size=few"])
def test_wrong_answers_leave_nothing_behind(tmp_path, wrong):
    code, _ = new(tmp_path / "c", "--answers", wrong)
    assert code == 1 and not (tmp_path / "c").exists()


def test_answers_written_by_hand_are_checked(tmp_path):
    assert new(tmp_path / "c") == (0, "")
    path = tmp_path / "c" / "engagement.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\nplaybook: {answers: {cycle: lon}}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="did you mean 'long'"):
        load(tmp_path / "c")
