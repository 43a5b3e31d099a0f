"""Playback: the position in a recording, and time codes. Pure: no clock, no window, no file.

In reading order: commands, playhead, timecode.
"""
