"""The window in which a recording is watched and scrubbed.

In reading order: theme, text, panel (what everything is drawn with).
"""
