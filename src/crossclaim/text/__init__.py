"""Text as ranges of code points: sentences, tokens, quotations, and phrases looked up in it."""
