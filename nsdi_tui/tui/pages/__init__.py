"""What the detail pane says of a paper, a topic and a digest."""
