"""The words of reports and what each of them means."""
