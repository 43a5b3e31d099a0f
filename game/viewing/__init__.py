"""What the viewer needs to know of this game: plugin, cards, colours, pick."""
