"""What is said: one package or module for each page."""
