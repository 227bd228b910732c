"""Studies over several assessments: comparison, matching, progress, whatif and cases."""
