"""Playback: where one is in a recording and how it is told. Pure: no clock, no window, no file.

In reading order: commands, playhead, timecode.
"""
