"""Markdown to blocks: the only package that imports mistune. It knows nothing about papers."""
