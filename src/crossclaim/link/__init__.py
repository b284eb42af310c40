"""Which documents copy each other, and which claims tell of one occurrence."""
