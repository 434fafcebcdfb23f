"""Answers of a company to order: in plain words from its truths, beside the folder, in both languages; the command."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from helpers.cli import main
from helpers.patterns import PATTERNS
from helpers.samples import answer_key, ordering
from helpers.samples import plants as planting
from helpers.samples.ordering import Ordered
from helpers.samples.plants.plant import Truth
from helpers.words import LOCALES, Words, catalogue

SAMPLES = Path(planting.__file__).parent.parent
MODULES = [*sorted((SAMPLES / "plants").glob("*.py")), SAMPLES / "stories.py"]
ORDER = {"kind": "mixed", "seed": 3, "plants": ["gap"], "dialect": "hubspot", "lang": "es", "size": 1}


@pytest.fixture(scope="module")
def made() -> Ordered:
    return ordering.order("digital-native", plant=["bulk-dates"], size=0.08)


def told(*truths: Truth, made: Ordered, lang: str = "en") -> str:
    return answer_key.text(made.company, truths, ORDER, lang=lang).replace("\xa0", " ")


def test_every_pattern_has_a_title_and_an_effect() -> None:
    assert tuple(answer_key.TITLES) == tuple(answer_key.EFFECTS) == PATTERNS


def test_what_is_planted_is_told_with_place_and_effect(made: Ordered) -> None:
    late = Truth("slow-answers", "planted", "channel=events", "late answers cost SQLs", 0.2145)
    text = told(late, made=made)
    assert "### 1. Slow answers that matter in one part only" in text
    assert "- Where: channel Events" in text
    assert "- What happened: late answers cost SQLs" in text
    assert "- How large: +21.4 points (SQLs among leads answered within a day, less" in text
    assert "tandem sample DIR --company mixed --seed 3 --plant gap --dialect hubspot --lang es" in text


@pytest.mark.parametrize(
    ("truth", "english", "spanish"),
    [
        (Truth("bulk-dates", "planted", "month=2026-03", "a migration wrote its MQL dates", 412.0),
         "- Where: March 2026 - How large: 412", "- Dónde: marzo de 2026 - Cuánto: 412"),
        (Truth("cac-without-sales", "planted", "all", "most of what a customer costs is sales", 0.38),
         "- Where: the whole company - How large: 0.4×", "- Dónde: toda la empresa - Cuánto: 0,4×"),
        (Truth("gap", "planted", "theme=migration", "nothing answers it any more", 0.31),
         "- Where: “Moving old tickets” (migration) - How large: 31.0%",
         "- Dónde: «Moving old tickets» (migration) - Cuánto: 31,0 %"),
        (Truth("asset-stage", "planted", "asset=A01", "shown to those who get an offer", 0.0),
         "- Where: “What a ticket costs” (A01) - How large: 0 points",
         "- Dónde: «What a ticket costs» (A01) - Cuánto: 0 puntos"),
        (Truth("dying", "planted", "ritual=win-loss", "held, then no more", 5.0),
         "- Where: “Win and loss review” (win-loss) - How large: 5",
         "- Dónde: «Revisión de ganadas y perdidas» (win-loss) - Cuánto: 5"),
        (Truth("influence", "planted", "all", "a newsletter meets almost every deal, won or lost", None),
         "- Where: the whole company - How large: left open", "- Dónde: toda la empresa - Cuánto: sin fijar"),
    ],
)  # fmt: skip
def test_places_and_effects_are_said_as_people_say_them(
    made: Ordered, truth: Truth, english: str, spanish: str
) -> None:
    for lang, said in (("en", english), ("es", spanish)):
        lines = told(truth, made=made, lang=lang).splitlines()
        where, how = said.split(" - ")
        assert where in lines
        assert any(line.startswith(f"- {how} (") for line in lines), lines


def test_decoys_of_which_the_same_is_true_share_a_row(made: Ordered) -> None:
    calm = [Truth("ignored", "decoy", f"channel={name}", "answered like any other", 0.0) for name in ("events", "web")]
    also = Truth("unanswered", "also", "channel=events", "of an ignored channel", 0.05)
    text = told(*calm, also, made=made)
    assert (
        "| A good channel whose leads wait for an answer | answered like any other | channel Events; channel Web |"
        in text
    )
    assert "| Leads that nobody answers | of an ignored channel | channel Events (+5 points) |" in text
    assert "Nothing is planted: whatever stands out in these files is chance." in text


def test_the_key_of_a_company_names_every_truth_in_both_languages(made: Ordered, tmp_path: Path) -> None:
    paths = ordering.write_key(made, tmp_path)
    assert [path.name for path in paths] == ["manifest.yml", "answers.en.md", "answers.es.md"]
    for lang in ("en", "es"):
        text, words = (tmp_path / f"answers.{lang}.md").read_text(encoding="utf-8"), Words(lang)
        for truth in made.truths():
            assert words.say(answer_key.TITLES[truth.pattern]) in text
            assert words.say(truth.what) in text
            assert answer_key.where(truth, made.company, words) in text
    # 'size' is not 1, so no command of its own makes the same company.
    assert "tandem sample DIR" not in (tmp_path / "answers.en.md").read_text(encoding="utf-8")


def constants(node: ast.AST) -> set[str]:
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def whats(module: Path) -> set[str]:
    """What plants say is true: the third or fourth argument of a truth or claim."""
    calls = [node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    places = {"Truth": 3, "_claim": 2, "_told": 2, "_objection": 3}
    found: set[str] = set()
    for call in calls:
        place = places.get(call.func.id, 99) if isinstance(call.func, ast.Name) else 99
        if len(call.args) > place:
            argument = call.args[place]
            arms = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
            found |= {arm.value for arm in arms if isinstance(arm, ast.Constant) and isinstance(arm.value, str)}
    return found


def test_every_truth_is_said_in_spanish_and_none_outlives_its_plant() -> None:
    said = set().union(*map(whats, MODULES))
    assert len(said) > 20
    assert sorted(said - set(catalogue("es"))) == []
    written = set().union(*(constants(ast.parse(module.read_text(encoding="utf-8"))) for module in MODULES))
    with (LOCALES / "es" / "LC_MESSAGES" / "truths.po").open("rb") as file:
        assert sorted({str(message.id) for message in read_po(file, locale="es") if message.id} - written) == []


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


def test_the_command_writes_the_company_and_its_answers_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "spring"
    asked = ["sample", str(folder), "--company", "sales-led", "--seed", "4", "--plant", "dying", "--lang", "en"]
    code, out, err = run(capsys, *asked)
    assert (code, err) == (0, "")
    assert f"made {folder}; next: tandem review {folder}" in out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["spring", "spring.key"]
    assert [truth.where for truth in ordering.read_truths(tmp_path / "spring.key") if truth.kind == "planted"]
    assert (folder / "exports" / "contacts.csv").is_file()
    assert "the folder is not empty" in run(capsys, *asked)[2]
    other = [*asked[:-1], "es", "--force"]
    assert "exports/activities.csv: this file of another company would be read with it" in run(capsys, *other)[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--name", "saas_en", "--company", "mixed"), "--name, --company: it is one or the other; leave one out"),
        (("--plant", "gap"), "--plant: only a company to order has it; add --company digital-native"),
        (("--dialect", "hubspot"), "--dialect: only a company to order has it; add --company digital-native"),
        (("--lang", "es"), "--lang: only a company to order has it; add --company digital-native"),
        (("--key", "there"), "--key: only a company to order has it; add --company digital-native"),
        (("--seed", "-3"), "--seed: a seed is no number below 0, as -3; name another number"),
        (("--company", "hybrid"), "--company: no company of kind 'hybrid'; use one of "),
        (("--company", "mixed", "--plant", "spike"), "--plant: nothing is called 'spike'; use one of "),
        (("--company", "mixed", "--dialect", "sap"), "--dialect: no exports are written as 'sap' does; use "),
        (("--company", "mixed", "--lang", "es_419"), "--lang: no company is told in 'es_419'; use en or es"),
    ],
)
def test_bad_orders_end_in_one_line_and_leave_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = run(capsys, "sample", str(tmp_path / "new"), *arguments)
    assert code == 1
    assert err.startswith(f"tandem: {said}")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_answers_never_lie_inside_and_nothing_is_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "new")
    inside = run(capsys, "sample", folder, "--company", "mixed", "--key", str(tmp_path / "new" / "key"))[2]
    assert "the answers would lie inside the folder; name a place beside it" in inside
    (tmp_path / "new.key").mkdir()
    (tmp_path / "new.key" / "notes.md").write_text("mine", encoding="utf-8")
    assert "new.key: the folder is not empty" in run(capsys, "sample", folder, "--company", "mixed")[2]
    (tmp_path / "page").write_text("", encoding="utf-8")
    assert "page: this is a file; name a folder" in run(capsys, "sample", str(tmp_path / "page"))[2]
