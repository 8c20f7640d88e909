"""The guide for people who write plans: what each criterion and each finding means, and what to do."""
