"""What a score and a suggestion are: light, without torch, database or web."""
