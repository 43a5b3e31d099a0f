"""The rules: what comes of what people and bots want. Pure.

In reading order: decide, turn, actions, motion, collision, spawning, chance.
"""
