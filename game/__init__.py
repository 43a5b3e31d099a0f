"""Packrat: a small game about carrying too much, recorded and replayed by ``replay``.

In reading order: events (what can happen), world (measures and weights), inputs (what a player
can want), state (the fold), rules (what happens), bots (who wants what), then what shows it:
art, view, plugin for the engine's viewer, and the screens of the app.
"""
