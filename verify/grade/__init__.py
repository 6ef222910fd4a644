"""Grading: what a submission says, link by link, and which marks that suggests."""
