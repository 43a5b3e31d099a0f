"""States: a projection's states as bytes, whose they are, and how they are folded on.

In reading order: identity, dumping, folding, saved_states, determinism.
"""
