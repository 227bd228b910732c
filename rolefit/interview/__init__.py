"""Which question comes next: an interview as a pure machine, without a terminal."""
