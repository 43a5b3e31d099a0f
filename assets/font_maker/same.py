"""Letters that look like one that is drawn already: they share its glyph."""

from __future__ import annotations


def _pairs(characters: str, glyphs: str) -> dict[str, str]:
    return dict(zip(characters, glyphs, strict=True))


SAME = {
    **_pairs("ÐĸƏəƟɵ\u00ad", "ĐкӘәӨө-"),
    **_pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονκµ", "ABEZHIKMNOPTYXovкμ"),
    **_pairs("АВЕЅІЈКМНОРСТХаеорсухѕіјһћ", "ABESIJKMHOPCTXaeopcyxsijhħ"),
    **_pairs("ГПФфҮӀӏ", "ΓΠΦφYIl"),
}
"""By the character, the one whose glyph it has."""
