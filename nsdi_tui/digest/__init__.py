"""What a digest is: frozen values, and the reading of Markdown into them."""
