"""What reviewers said: the store that keeps it, its ways in and out."""
