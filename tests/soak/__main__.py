"""Random keys, damaged documents and killed processes, for as long as asked.

    make soak ARGS="--minutes 60 --keys 200000 --terminal-keys 20000 --kills 200 --seed 7"

Everything follows from the seed, but for the moments at which real processes and terminals act. The
counts are written to `build/soak.json` after every step, and what failed is printed and kept in
`build/soak-failures/`. `make reliability` writes the counts into docs/reliability.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import tempfile
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from nsdi_tui import __version__
from nsdi_tui.system import browser
from nsdi_tui.system.browser import OpenResult
from tests.soak.marks import Killer
from tests.soak.reader import Fuzzer
from tests.terminal import monkey as terminal_monkey
from tests.tui import monkey as app_monkey

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BUILD = Path(__file__).parent.parent.parent / "build"
KEYS_OF_A_SEED = 500


@dataclass
class Keys:
    """Keys that were pressed, and the sessions that failed."""

    keys: int = 0
    seeds: int = 0
    failures: list[str] = field(default_factory=list)


class Soak:
    """One run: its counts, its failures, and the file they are written to."""

    def __init__(self, seed: int, output: Path) -> None:
        self.seed = seed
        self.started = time.monotonic()
        self.parts: dict[str, dict[str, Any]] = {}
        self._output = output
        self._failures = 0

    def record(self, part: str, counts: object) -> None:
        """Write what a part has counted so far; print and keep its new failures."""
        values = asdict(counts)  # type: ignore[call-overload]
        failures = values.pop("failures")
        before = self.parts.get(part, {}).get("failures", 0)
        for failure in failures[before:]:
            self._keep(part, failure)
        self.parts[part] = {**values, "failures": len(failures)}
        self._output.parent.mkdir(parents=True, exist_ok=True)
        result = {
            "version": __version__,
            "python": platform.python_version(),
            "seed": self.seed,
            "minutes": round((time.monotonic() - self.started) / 60, 1),
            "parts": self.parts,
        }
        partial = self._output.with_suffix(".partial")
        partial.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
        partial.replace(self._output)

    def _keep(self, part: str, failure: str | tuple[str, str]) -> None:
        text, problem = failure if isinstance(failure, tuple) else ("", failure)
        self._failures += 1
        folder = self._output.with_name(self._output.stem + "-failures")
        folder.mkdir(exist_ok=True)
        kept = folder / f"{part}-{self._failures}.md"
        kept.write_text(f"{text}\n\n--- {problem}\n", encoding="utf-8", errors="replace")
        print(f"{part}: {problem.strip().splitlines()[-1][:200]} ({kept})", flush=True)


def soak_reader(soak: Soak, minutes: float) -> None:
    """Read damaged documents for so many minutes."""
    fuzzer = Fuzzer(soak.seed)
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        for _ in range(20):
            fuzzer.step()
        soak.record("reader", fuzzer.findings)


def soak_app(soak: Soak, keys: int, folder: Path) -> None:
    """Press so many keys in the app, a new app for every seed."""

    def press(seed: int, count: int, place: Path) -> int:
        monkey = app_monkey.Monkey(seed)
        asyncio.run(monkey.run(count, place))
        return len(monkey.pressed)

    with patch.object(browser, "open_address", lambda *_, **__: OpenResult(False, "a test")):
        _press(soak, "app", keys, folder, press)


def soak_terminal(soak: Soak, keys: int, folder: Path) -> None:
    """Type so many keys in real terminals."""

    def press(seed: int, count: int, place: Path) -> int:
        monkey = terminal_monkey.Monkey(seed)
        monkey.run(count, place)
        return monkey.keys

    _press(soak, "terminal", keys, folder, press)


def _press(
    soak: Soak, part: str, keys: int, folder: Path, press: Callable[[int, int, Path], int]
) -> None:
    counts = Keys()
    while counts.keys < keys:
        seed = soak.seed * 100_000 + counts.seeds
        place = folder / part / str(seed)
        place.mkdir(parents=True)
        # What is exported goes to the present folder.
        os.chdir(place)
        counts.seeds += 1
        count = min(KEYS_OF_A_SEED, keys - counts.keys)
        try:
            counts.keys += press(seed, count, place)
        except Exception:
            counts.keys += count
            counts.failures.append(f"seed {seed}, {count} keys: {traceback.format_exc()}")
        soak.record(part, counts)


def soak_marks(soak: Soak, kills: int, folder: Path) -> None:
    """Kill so many processes that mark papers."""
    place = folder / "marks"
    place.mkdir()
    killer = Killer(soak.seed, place)
    while killer.findings.kills < kills:
        killer.step()
        soak.record("marks", killer.findings)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all parts; return 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1, help="of damaged documents")
    parser.add_argument("--keys", type=int, default=1_000, help="in the app")
    parser.add_argument("--terminal-keys", type=int, default=500, help="in real terminals")
    parser.add_argument("--kills", type=int, default=10, help="of processes that mark papers")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--output", type=Path, default=BUILD / "soak.json")
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}", flush=True)
    soak = Soak(options.seed, options.output.absolute())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        os.environ.update(terminal_monkey.environment(folder))
        soak_marks(soak, options.kills, folder)
        soak_terminal(soak, options.terminal_keys, folder)
        soak_app(soak, options.keys, folder)
        soak_reader(soak, options.minutes)
        os.chdir(BUILD.parent)
    for part, counts in soak.parts.items():
        print(f"{part}: " + ", ".join(f"{value:,} {key}" for key, value in counts.items()))
    return int(any(counts["failures"] for counts in soak.parts.values()))


if __name__ == "__main__":
    raise SystemExit(main())
