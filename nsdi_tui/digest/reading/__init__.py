"""From Markdown blocks to a digest: units, rules, votes and claims, topics and entries."""
