"""How well claims are read: measures against gold claims, and the floors they must not fall below."""
