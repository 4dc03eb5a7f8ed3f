"""The pages of the detail pane: paper, topic, digest, document, help."""
