"""Rounds of several people: agreement, what may be told, and what they see."""
