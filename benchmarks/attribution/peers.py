"""The peers, as data: what is installed for each, and what each is asked to do.

Every peer has an environment of its own. Settings are chosen in its favour, and said in its driver
(``drivers/run_*.py``). Pins are those with which a peer
was fastest of those tried; a peer that cannot be installed or cannot run stays in the tables with the reason.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DRIVERS = Path(__file__).with_name("drivers")
PANDAS = ("numpy==2.2.6", "pandas==2.2.3", "pyarrow==23.0.1")


@dataclass(frozen=True)
class Tool:
    """Something that is timed: its name, version, what it runs, and what is installed for it."""

    name: str
    version: str
    driver: str
    runs: str
    pins: tuple[str, ...] = ()
    #: what its first run needs to be known with
    note: str = ""


OURS = Tool("Tándem", "this checkout", "run_tandem.py", "all rules, Markov 1 with values, Shapley")
PEERS = (
    Tool(
        "ChannelAttribution", "2.2.5", "run_channelattribution.py", "Markov 1 with values, simulated, 2 threads",
        ("channelattribution==2.2.5", *PANDAS, "matplotlib==3.10.8"),
        "Published as source only, compiled here (a C++ compiler and Python's headers are needed). It asks for "
        "matplotlib without declaring it. Its closed-form successor (“Pro”) is not on the index: it is had for a token "
        "sent by e-mail, and was not tried. With its defaults it stops simulating once repetitions differ by less than "
        "5 %.",
    ),
    Tool(
        "marketing-attribution-models", "2.1.1", "run_mam.py", "Markov 1",
        ("marketing-attribution-models==2.1.1", "numpy==2.4.6", "pandas==3.0.6", "polars==2.1.0", "pyarrow==26.0.1"),
        "DP6. Removal effects are exact; what it calls attribution shares each journey among its channels in "
        "proportion to them, which is another definition, so that its credit differs from the model's.",
    ),
    Tool(
        "do-attribution", "0.0.2", "run_do_attribution.py", "Markov 1, removed channels to null",
        ("do-attribution==0.0.2", *PANDAS),
        "Its default strategy refits the chain for each channel and answers another question; the one timed is its "
        "fastest and the usual removal effect.",
    ),
    Tool(
        "mta", "0.0.9", "run_mta.py", "Markov 1, analytical variant",
        ("mta==0.0.9", *PANDAS, "scikit-learn==1.6.1"),
        "The analytical variant adds up the probabilities of the paths that were observed, once for every row: its "
        "answer changes when equal rows are merged. The simulated variant walks a million times per channel in "
        "Python, about half an hour for a dozen channels (extrapolated from 3,000 walks).",
    ),
    Tool(
        "shapley-attribution", "2.1.0", "run_shapley_attribution.py", "Shapley only",
        ("shapley-attribution==2.1.0", *PANDAS, "scikit-learn==1.6.1", "matplotlib==3.10.8"),
        "It has no Markov model. It asks for matplotlib without declaring it, and takes journeys one by one, without "
        "counts; only converted ones are given to it.",
    ),
)  # fmt: skip


class UnavailableError(Exception):
    """A tool that could not be installed or run; the message is the evidence."""


def interpreter(tool: Tool, *, work: Path) -> Path:
    """The Python of the tool's environment, made on first use."""
    if not tool.pins:
        return Path(sys.executable)
    folder = work / "environments" / tool.driver.removeprefix("run_").removesuffix(".py")
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    installed = folder / "installed.txt"
    wanted = "\n".join(tool.pins)
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        for command in _commands(folder, python, tool.pins):
            _run(command)
        installed.write_text(wanted, encoding="utf-8")
    return python


def _commands(folder: Path, python: Path, pins: tuple[str, ...]) -> list[list[str]]:
    ours = ROOT / ".boot" / "bin" / "uv"
    uv = str(ours) if ours.exists() else shutil.which("uv")
    base = getattr(sys, "_base_executable", sys.executable)
    if uv:
        return [
            [uv, "venv", "--quiet", "--python", base, str(folder)],
            [uv, "pip", "install", "--quiet", "--python", str(python), *pins],
        ]
    return [[base, "-m", "venv", str(folder)], [str(python), "-m", "pip", "install", "--quiet", *pins]]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnavailableError(f"not installed: {evidence(done.stderr or done.stdout)}")


def evidence(output: str) -> str:
    """The line of an output that says why, without addresses and folders of this machine."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"error|exception|not found|no matching|killed", line, re.I)]
    line = (telling or lines or ["no output"])[-1]
    line = re.sub(r"\w+://\S+", "…", line)
    return re.sub(r"(/[\w.@+-]+){2,}", lambda found: "…/" + found.group().rsplit("/", 1)[-1], line)[:300]
