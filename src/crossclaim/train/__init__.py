"""Training of the encoder. Needs the ``train`` extra and torch; nothing at run time imports it."""
