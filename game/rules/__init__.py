"""The rules: which events follow from the inputs of people and bots. Pure.

In reading order: decide, turn, actions, motion, collision, spawning, chance.
"""
