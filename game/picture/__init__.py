"""The picture of a match, from its state and a frame. Knows pygame; decides nothing.

In reading order: sprites, match, items, people, effects, hud and its parts.
"""
