"""Claims held to be one occurrence to one event, by the rules of a profile."""
