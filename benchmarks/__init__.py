"""The measures of nsdi-tui beside their companions: `python -m benchmarks`."""
