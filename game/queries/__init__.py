"""What can be asked of a match: stats, scores, who carried what, what changed hands. Pure."""
