"""Many respondents at once: the rubric as one dataframe expression, or row by row without one."""
