"""The base of the app: the program's own themes, and legible colors in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from nsdi_tui.tui.themes import OWN_THEMES, legible_variables

if TYPE_CHECKING:
    from textual.driver import Driver


class ThemedApp(App[None]):
    """An app whose texts can be read in every theme."""

    def __init__(self, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        for theme in OWN_THEMES:
            self.register_theme(theme)

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's variables, with legible colors."""
        variables = super().get_css_variables()
        variables |= legible_variables(self.current_theme, variables)
        self.theme_variables = variables
        return variables
