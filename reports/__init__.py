"""Renderers: one a file, each `render(report) -> str`. They see `verify.model`, `graded` and `results` only."""
