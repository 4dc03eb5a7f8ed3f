"""What the reader says of a paper: stars, read marks, notes, kept in SQLite."""
