"""The screens of the app, each a small object that the app's loop shows until it names the next.

In reading order: screen (what a screen is, where one can go), menu (buttons), title, play with
controls and pause, result with podium, graph and table.
"""
