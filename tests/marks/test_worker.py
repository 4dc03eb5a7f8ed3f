"""The worker thread: nothing is lost whenever it comes, and every failure is reported."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.errors import MarksError
from nsdi_tui.marks.marks import Marks
from nsdi_tui.marks.model import STAR
from nsdi_tui.marks.store import Store
from nsdi_tui.marks.worker import MarksWorker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.model import Applied


class App:
    """Stands for the app: runs what the worker asks for, and collects notices and results."""

    def __init__(self, path: Path) -> None:
        self.notices: list[str] = []
        self.results: list[Applied] = []
        self.worker = MarksWorker(path, lambda function, *arguments: function(*arguments))

    def open(self, *digests: Any) -> None:
        self.worker.open(digests, lambda: None, self.notices.append)


@pytest.fixture
def app(marks_file: Path) -> Any:
    return App(marks_file)


def test_a_change_before_the_file_is_opened_is_saved(
    app: App, marks_file: Path, paper: Callable[..., Paper]
) -> None:
    app.worker.apply(STAR, [paper("A")], app.results.append)
    app.open()
    app.worker.close()
    assert [result.saved for result in app.results] == [True]
    with closing(Marks.open(marks_file)) as marks:
        assert marks.get(paper("A")).starred


def test_a_change_is_saved_even_if_the_app_ends_before_opening_the_file(
    app: App, marks_file: Path, paper: Callable[..., Paper]
) -> None:
    app.worker.apply(STAR, [paper("A")], app.results.append)
    app.worker.close()
    with closing(Marks.open(marks_file)) as marks:
        assert marks.get(paper("A")).starred


def test_an_unexpected_failure_of_a_change_is_reported(
    app: App, paper: Callable[..., Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("the impossible\x1b[2J happened")

    monkeypatch.setattr(Marks, "apply", fail)
    app.open()
    app.worker.apply(STAR, [paper("A")], app.results.append)
    app.worker.close()
    (result,) = app.results
    assert not result.saved
    assert result.problem == "RuntimeError: the impossible\N{REPLACEMENT CHARACTER}[2J happened"


def test_a_failure_to_open_is_reported_and_so_is_every_later_change(
    app: App, paper: Callable[..., Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("no luck")

    monkeypatch.setattr(Marks, "open", fail)
    app.open()
    app.worker.apply(STAR, [paper("A")], app.results.append)
    app.worker.close()
    assert app.notices == ["Marks failed: RuntimeError: no luck"]
    assert [result.message for result in app.results] == [
        "No change made; not saved: RuntimeError: no luck"
    ]
    assert app.worker.is_settled


def test_a_failure_while_polling_is_reported_and_polling_goes_on(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([RuntimeError("once")])
    poll = Marks.poll

    def fail_once(marks: Marks) -> bool:
        for failure in failures:
            raise failure
        return poll(marks)

    monkeypatch.setattr(Marks, "poll", fail_once)
    app.open()
    app.worker._thread.submit(lambda: None).result()
    for _ in range(2):
        app.worker.poll()
        app.worker._thread.submit(lambda: None).result()
    assert app.notices == ["Marks failed: RuntimeError: once"]
    assert not app.worker._is_polling
    app.worker.close()


def test_unsaved_changes_are_counted_and_end_in_a_rescue_file(
    app: App,
    marks_file: Path,
    paper: Callable[..., Paper],
    monkeypatch: pytest.MonkeyPatch,
    open_marks: Callable[..., Marks],
    tmp_path: Path,
) -> None:
    def full(*_: Any) -> None:
        raise MarksError("the disk is full")

    app.open()
    monkeypatch.setattr(Store, "write", full)
    for title in ("A", "B"):
        app.worker.apply(STAR, [paper(title)], app.results.append)
    app.worker._thread.submit(lambda: None).result()
    assert (app.worker.unsaved, app.worker.unsaved_message) == (2, "2 changes not saved")
    rescue = app.worker.close()
    assert rescue is not None
    assert rescue.papers == 2
    assert rescue.message == (
        "Could not save the marks of 2 papers: the disk is full; import them later with: "
        f"nsdi-tui --import-marks {rescue.path}"
    )
    monkeypatch.undo()
    (file,) = marks_file.parent.glob("nsdi-tui-marks-*.jsonl")
    assert str(file) == rescue.path
    assert file.stat().st_mode & 0o777 == 0o600
    other = open_marks(tmp_path / "other.sqlite3")
    assert other.import_lines(file.read_text().splitlines()).ok
    assert other.get(paper("A")).starred
    assert other.get(paper("B")).starred


def test_nothing_is_rescued_when_everything_is_saved(
    app: App, marks_file: Path, paper: Callable[..., Paper]
) -> None:
    app.open()
    app.worker.apply(STAR, [paper("A")], app.results.append)
    assert app.worker.close() is None
    assert app.worker.unsaved_message is None
    assert [path.name for path in marks_file.parent.iterdir()] == [marks_file.name]
