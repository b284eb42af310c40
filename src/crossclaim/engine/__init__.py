"""Runs stages over many documents: adds them to a store, links their claims, rebuilds the events they touch."""
