"""The report on one respondent: its page, and the parts it is made of."""
