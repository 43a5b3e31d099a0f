"""The drawing kit that the viewer and games share. Knows pygame, and no recording.

In reading order: theme, box, glyphs, text, shapes, marks, hatching, scrollbar, message, flags,
icon; keyboard and key_labels; full_screen.
"""
