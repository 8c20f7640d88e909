"""What LIAP's Exercise 3 asks of a whole plan, one module a family of findings.

`catalogue` names them all; `language`, `people`, `dates`, `monitoring` and `rows` find them; `finding` is what they return.
"""
