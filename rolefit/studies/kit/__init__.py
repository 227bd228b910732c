"""A hiring kit: what goes into it, for whom, and what is fixed before the first candidate."""
