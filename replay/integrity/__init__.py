"""Integrity: what is wrong with a recording, and what can be saved of it.

In reading order: verify, proving (of keyframes), salvage, repair.
"""
