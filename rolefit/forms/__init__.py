"""The offline questionnaire: one HTML file that asks, keeps answers, and saves them as a file."""
