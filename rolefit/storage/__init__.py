"""Files and disk: documents, the library of rubrics, the journal, and files to fill in."""
