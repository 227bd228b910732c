"""How a rubric behaves: respondents without content, distributions, coverage and mutants."""
