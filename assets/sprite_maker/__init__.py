"""The parts that draw the pictures of the game, one module for each kind of picture."""
