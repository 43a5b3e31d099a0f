"""Questions about a match, each a projection of its events: one idea a file.

In reading order: inventories (who carries what), places (who stands where), scores (the points
over time), most_collected, carrying (how long what lay in whose bag), heat (where things were
picked up and dropped), hands (what changed hands most), and answers (all of them as tables).

None needs the state of the match, and each begins anywhere: what it is asked of a part of a
match can be merged with what it is asked of the part before.
"""
