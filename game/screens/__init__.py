"""The screens of the app, each a small object that the app's loop shows until it names the next.

In reading order: screen (what a screen is, where one can go), menu (buttons), title, play with
controls, sitting (a match and its recording) and pause, past with rewinding and countdown to go on
from a moment of it, taking_over, result with podium, graph and table.
"""
