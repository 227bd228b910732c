"""How a page is drawn: one module for each format."""
