"""A key monkey in a real terminal: random bytes of keys and mouse, and resizes, from a seed.

    python -m tests.terminal.monkey --seed 1 --keys 500

Whatever comes, the program runs until it is asked to quit, and then restores the terminal. A
failure names its seed and is repeated by it.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.pseudo_terminal import PseudoTerminal
from tests.tui.monkey import DIGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTERS = [
    letter.encode() for letter in 'jkghlGnNztsiTr*avuyYcoOeE123456789[]?:/ -"~=|.xmoq' + "é道"
]
CONTROLS = [bytes([number]) for number in range(1, 32) if number not in (0x1A, 0x1B)]
SEQUENCES = [
    *(b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[H", b"\x1b[F", b"\x1b[5~", b"\x1b[6~"),
    *(b"\x1b[Z", b"\x1bOP", b"\x1b[3~", b"\x1b[1;5A", b"\x1b", b"\x1b", b"\x1b", b"\x7f", b"\x10"),
    # Focus, pasted text, answers of terminals that nobody asked for.
    *(b"\x1b[I", b"\x1b[O", b"\x1b[200~moe\ntwo\x1b[201~", b"\x1b[200~", b"\x1b[201~"),
    *(b"\x1b[?2026;2$y", b"\x1b[1;1R", b"\x1b]11;rgb:0000/0000/0000\x1b\\", b"\x1b[?62;4c"),
    # Broken: cut off, endless, not UTF-8.
    *(b"\x1b[", b"\x1b[<", b"\x1b[<0;1", b"\x1b[M\xff\xff\xff", b"\xff\xfe", b"\xc3", b"\x80"),
    *(b"\x1b[999999999999A", b"\x1b[;;;;;u", b"\x1b[57358;1u", b"\x1bP" + b"x" * 50 + b"\x1b\\"),
]
SIZES = ((120, 40), (80, 24), (60, 20), (20, 5), (3, 3), (1, 1), (400, 120), (400, 1), (1, 40))
# While the editor has the terminal, ctrl+c and ctrl+\ are signals, to the program as well.
ENDED_IN_EDITOR = (128 + signal.SIGINT, 128 + signal.SIGQUIT)
SESSION = 250
"""Keys after which the program is asked to quit and started again."""


class Monkey:
    """Types bytes that depend on its seed alone."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.keys = self.resizes = self.sessions = 0
        self._random = random.Random(seed)

    def run(self, keys: int, folder: Path) -> None:
        """Type so many keys in sessions. Raises AssertionError, naming the seed."""
        (folder / "birds.md").write_text(DIGEST, encoding="utf-8")
        (folder / "notes.md").write_text("# Notes\n\nSee [here](notes.md) and <https://e.org>.\n")
        try:
            while self.keys < keys:
                self._session(min(keys, self.keys + SESSION), folder)
        except AssertionError as error:
            raise AssertionError(f"seed {self.seed}, key {self.keys}: {error}") from error

    def _session(self, keys: int, folder: Path) -> None:
        self.sessions += 1
        command = [sys.executable, "-m", "nsdi_tui", "--clipboard", "off"]
        command += ["--marks", str(folder / "marks.sqlite3"), "birds.md"]
        size = self._random.choice(SIZES)
        with PseudoTerminal(command, environment(folder), folder, size) as terminal:
            terminal.wait_until(lambda: b"\x1b[?1049h" in terminal.output, "the app")
            terminal.read_all()
            while self.keys < keys and terminal.process.poll() is None:
                self._act(terminal)
            # What was cut off is ended: a sequence, pasted text.
            terminal.write(b"\x1b\\\x1b[201~")
            terminal.read_all()
            status = terminal.quit()
            assert status in (0, *ENDED_IN_EDITOR), f"status {status}: {printed(terminal.output)}"
            assert b"Traceback" not in terminal.output, printed(terminal.output)
            assert not terminal.modes_left_on(), terminal.modes_left_on()
            assert terminal.current_settings() == terminal.settings, "stty differs"

    def _act(self, terminal: PseudoTerminal) -> None:
        dice = self._random.random()
        if dice < 0.03:
            self.resizes += 1
            terminal.resize(*self._random.choice(SIZES))
        elif dice < 0.06:
            for _ in range(self._random.randrange(2, 12)):
                self.resizes += 1
                terminal.resize(self._random.randrange(1, 200), self._random.randrange(1, 60))
        else:
            count = self._random.choice([1, 1, 2, 3, 8, 40])
            terminal.write(b"".join(self._key() for _ in range(count)))
            self.keys += count
        terminal.read(self._random.choice([0, 0.005, 0.02]))

    def _key(self) -> bytes:
        dice = self._random.random()
        if dice < 0.6:
            return self._random.choice(LETTERS)
        if dice < 0.7:
            return self._random.choice(CONTROLS)
        if dice < 0.9:
            return self._random.choice(SEQUENCES)
        button = self._random.choice([0, 0, 0, 2, 32, 35, 64, 65, 4, 127])
        x, y = self._random.choice([(1, 1), (30, 10), (90, 12), (500, 500), (0, 0)])
        final = self._random.choice("Mm")
        return f"\x1b[<{button};{x};{y}{final}".encode()


def printed(output: bytes) -> str:
    """Return the last lines that the program has printed, without colors."""
    return re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]", "", output[-12_000:].decode(errors="replace"))


def environment(folder: Path) -> Mapping[str, str]:
    """Return variables that keep all files in this folder, and start nothing outside of it."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    places = {
        name: str(folder / "home" / name.lower())
        for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    }
    (folder / "home").mkdir(exist_ok=True)
    return {
        **kept,
        **places,
        "HOME": str(folder / "home"),
        "LC_ALL": "C.UTF-8",
        "EDITOR": "true",
        "BROWSER": "true",
        "SSH_TTY": "/dev/null",
        # Nothing answers there, should a key ask for an address.
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--keys", type=int, default=500, help="keys of each seed")
    parser.add_argument("--seeds", type=int, default=1, help="number of seeds")
    arguments = parser.parse_args()
    for seed in range(arguments.seed, arguments.seed + arguments.seeds):
        monkey = Monkey(seed)
        with tempfile.TemporaryDirectory() as folder:
            monkey.run(arguments.keys, Path(folder))
        print(f"seed {seed}: {monkey.keys:,} keys, {monkey.resizes:,} resizes, no failure")


if __name__ == "__main__":
    main()
