"""The one file in which sessions and finished assessments are kept, and its repair."""
