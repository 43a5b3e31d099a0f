"""Queries on a match: stats, scores, who carried what, what changed hands. Pure."""
