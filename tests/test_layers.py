"""Imports go down the layers of docs/architecture.md only; siblings of layer 3 exchange facts, never imports."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "helpers"


def layers() -> dict[str, int]:
    """Top-level module → layer, read from the table of the page itself."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| ([^|]+) \|", page, re.MULTILINE)
    return {name.rstrip("/"): int(layer) for layer, names in rows for name in re.findall(r"`([a-z_]+/?)`", names)}


LAYERS = layers()
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def top(module: str) -> str:
    """``helpers.metrics.counts`` → ``metrics``; the package itself → ''."""
    return module.split(".")[1] if "." in module else ""


def imports(path: Path) -> set[str]:
    """Top-level parts of ``helpers`` that a file imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {top(alias.name) for alias in node.names if alias.name.split(".")[0] == "helpers"}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative imports hide the layer"
            if node.module == "helpers":
                found |= {alias.name for alias in node.names if not alias.name.startswith("__")}
            elif (node.module or "").startswith("helpers."):
                found.add(top(str(node.module)))
    return found - {""}


def complaints(name: str, imported: set[str]) -> list[str]:
    """What is wrong with a module of the part ``name`` that imports these parts."""
    wrong = []
    for other in sorted(imported - {name}):
        higher = LAYERS[other] > LAYERS[name]
        siblings = LAYERS[other] == LAYERS[name] == 3
        wrong += (
            [f"{name} (layer {LAYERS[name]}) imports {other} (layer {LAYERS[other]})"] if higher or siblings else []
        )
    return wrong


def test_the_page_names_every_module_and_no_other():
    parts = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    parts |= {path.parent.relative_to(PACKAGE).parts[0] for path in PACKAGE.glob("*/**/*.py")}
    assert parts - {"__init__"} == set(LAYERS)
    assert sorted(set(LAYERS.values())) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down_only(path):
    assert complaints(path.relative_to(PACKAGE).parts[0].removesuffix(".py"), imports(path)) == []


def test_the_test_itself_notices():
    assert complaints("metrics", {"report", "facts", "metrics"}) == ["metrics (layer 3) imports report (layer 4)"]
    assert complaints("facts", {"engine"}) == ["facts (layer 0) imports engine (layer 1)"]
    assert complaints("report", {"metrics", "words"}) == []


def test_no_import_goes_in_circles_inside_layer_0():
    """Layer 0 may import itself; its parts still have an order."""
    parts = {name for name, layer in LAYERS.items() if layer == 0}
    needs = {name: set() for name in parts}
    for path in MODULES:
        name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if name in parts:
            needs[name] |= imports(path) & parts - {name}
    while free := {name for name, wanted in needs.items() if not wanted & needs.keys()}:
        needs = {name: wanted for name, wanted in needs.items() if name not in free}
    assert needs == {}
