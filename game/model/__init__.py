"""The match as values: events, state, and how one changes the other. Pure.

In reading order: events, inputs, state, fold (``apply``), room, nests, words, named_view,
upcasters.
"""
