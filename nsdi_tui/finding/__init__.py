"""Finding papers: the query language, and the corpus that it is applied to."""
