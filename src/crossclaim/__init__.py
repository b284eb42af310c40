"""Reports of armed conflict in, attributed claims out."""

__version__ = "0.1.0"
