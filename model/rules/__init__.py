"""What the words alone can show: one small module for each family of findings."""
