"""The training room: LIAP's session as people take it together, its exercises, and what is learned from their answers."""
