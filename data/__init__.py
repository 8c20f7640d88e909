"""What is known: the corpus of record, plan files in and out, and what reviewers said."""
