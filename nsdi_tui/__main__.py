"""`python -m nsdi_tui`: the nsdi-tui command."""

from nsdi_tui.cli import main

if __name__ == "__main__":
    main()
