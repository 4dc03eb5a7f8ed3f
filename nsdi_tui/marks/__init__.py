"""Stars, read marks and notes on papers, stored in SQLite."""
