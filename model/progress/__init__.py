"""A plan at successive reviews: what was measured, which objectives moved, and what to ask where none does.

LIAP, "Moving on": what do we do when everything's been tried and nothing is making a difference? Aimwell sets the
evidence beside the questions that LIAP asks. It answers none of them, and decides nothing about a child.
"""
