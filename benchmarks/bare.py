"""The companions: bare Textual apps, `python -m benchmarks.bare empty|input|lines`."""

from __future__ import annotations

import sys

from textual.app import App


def _input_app() -> App[None]:
    from textual.widgets import Input

    class InputApp(App[None]):
        def compose(self):  # type: ignore[no-untyped-def]
            yield Input()

    return InputApp()


def _lines_app(count: int) -> App[None]:
    from rich.segment import Segment
    from textual.geometry import Size
    from textual.scroll_view import ScrollView
    from textual.strip import Strip

    class Lines(ScrollView, can_focus=True, inherit_bindings=False):
        def on_mount(self) -> None:
            self.virtual_size = Size(100, count)

        def render_line(self, y: int) -> Strip:
            text = f"line {self.scroll_offset.y + y}".ljust(self.size.width)
            return Strip([Segment(text, self.rich_style)], self.size.width)

        def key_j(self) -> None:
            self._go_to(self.scroll_offset.y + 1)

        def key_g(self) -> None:
            self._go_to(0)

        def key_pagedown(self) -> None:
            self._go_to(self.scroll_offset.y + self.size.height)

        def _go_to(self, line: int) -> None:
            self.scroll_to(y=line, animate=False, immediate=True)

    class LinesApp(App[None]):
        def compose(self):  # type: ignore[no-untyped-def]
            yield Lines()

    return LinesApp()


def main() -> None:
    match sys.argv[1]:
        case "empty":
            App[None]().run()
        case "input":
            _input_app().run()
        case _:
            _lines_app(int(sys.argv[2])).run()


if __name__ == "__main__":
    main()
