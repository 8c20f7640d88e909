"""`aimwell mcp`: the Model Context Protocol, so that assistants can ask Aimwell whether an objective is SMART.

`server` is what an assistant sees; `plan_review` judges a whole plan; `doors` are standard input and output, and HTTP.
"""
