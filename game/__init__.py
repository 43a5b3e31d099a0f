"""Packrat: a small game about carrying too much, recorded and replayed by ``replay``.

In reading order: ``model/`` (events, inputs, state, fold), ``rules/`` (what happens), ``bots/``
(what bots want), ``queries/`` (statistics), then what shows it: ``picture/``, ``viewing/`` (for
the engine's viewer), and ``screens/`` (of the app).
"""
