"""A rubric as one dataframe expression: the same numbers and labels as the single path."""
