"""Every code the import can emit has its sentence in both languages, and no sentence is left over."""

import ast
from pathlib import Path

import helpers.sources
from helpers.sources.findings import FINDINGS, INFERENCES, REASONS, REMARKS
from helpers.words import catalogue

FOLDER = Path(helpers.sources.__file__).parent
#: These define how codes are booked and pass on what they are given.
BOOKS = {"ledger.py", "raw.py"}
RECORDS = {"SetAside": ("reason", "reasons"), "Remark": ("code", "remarks"), "Inference": ("what", "inferences")}


def emitted():
    found = {"findings": set(), "remarks": set(), "reasons": set(), "inferences": set()}
    for path in sorted(FOLDER.rglob("*.py")):
        if path.name not in BOOKS:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            loops = [node for node in ast.walk(tree) if isinstance(node, ast.For)]
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                for kind, code in coded(call):
                    around = [loop for loop in loops if call in ast.walk(loop)]
                    found[kind] |= values(code, around, path.name)
    return found


def coded(call):
    """The kind and the expression of each code a call carries."""
    function = call.func
    if isinstance(function, ast.Name) and function.id in RECORDS:
        word, kind = RECORDS[function.id]
        yield from ((kind, keyword.value) for keyword in call.keywords if keyword.arg == word)
    if not isinstance(function, ast.Attribute):
        return
    owner = ast.unparse(function.value)
    if function.attr == "model_validate" and owner == "Inference":
        yield from (
            ("inferences", value) for key, value in zip(call.args[0].keys, call.args[0].values, strict=True)
            if key.value == "what"
        )  # fmt: skip
    place = {"find": 0, "set_aside": 2, "remark": 2} if owner.endswith("ledger") else {"set_aside": 0, "remark": 0}
    if function.attr in place and (owner.endswith("ledger") or owner == "tally"):
        kind = {"find": "findings", "set_aside": "reasons", "remark": "remarks"}[function.attr]
        yield kind, call.args[place[function.attr]]


def values(code, loops, where):
    """What an expression can be: a text, or a name that a loop over written texts gives."""
    if isinstance(code, ast.Constant):
        return {code.value}
    if isinstance(code, ast.JoinedStr):
        texts = {""}
        for part in code.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            texts = {text + more for text in texts for more in values(inner, loops, where)}
        return texts
    for loop in loops:
        turns = loop.iter.body if isinstance(loop.iter, ast.IfExp) else loop.iter
        targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if isinstance(code, ast.Name) and code.id in names and isinstance(turns, ast.Tuple):
            spot = names.index(code.id)
            picked = [turn.elts[spot] if isinstance(loop.target, ast.Tuple) else turn for turn in turns.elts]
            return {one.value for one in picked}
    raise AssertionError(f"{where}, line {code.lineno}: '{ast.unparse(code)}' is not a code this test can follow")


def test_codes_and_sentences_are_the_same_set_in_both_languages():
    found, spanish = emitted(), catalogue("es")
    for kind, sentences in (
        ("findings", FINDINGS), ("remarks", REMARKS), ("reasons", REASONS), ("inferences", INFERENCES),
    ):  # fmt: skip
        assert found[kind] == set(sentences), kind
        assert all(spanish[sentence] and spanish[sentence] != "" for sentence in sentences.values()), kind
    assert len(found["findings"]) > 40 and {"amounts_zero", "no_deals_after", "early_dates"} <= found["findings"]
