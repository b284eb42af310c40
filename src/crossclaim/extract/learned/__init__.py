"""Claims found by a small encoder: what it sees of a document, what is read off it, and the claims made of that."""
