"""States: a projection's states as bytes, which projection they are of, and folding them on.

In reading order: identity, dumping, folding, saved_states, determinism.
"""
