"""Putting the questions to a person: on a screen, in plain lines, and saving as it goes."""
