"""Blocks to a digest: units, rules, ballot, assembly and accounting. It never sees a token."""
