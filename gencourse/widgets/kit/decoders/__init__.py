"""Decoders that travel to the browser: which layers can, and their weights as bytes."""
