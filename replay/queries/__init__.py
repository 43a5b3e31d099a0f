"""Queries: what can be asked of a recording.

In reading order: find, blame, inventory, incremental (folds that are extended), event_counts,
resimulate, diff.
"""
