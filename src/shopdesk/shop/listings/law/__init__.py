"""The advertising law: what it may have against a text, what the shop says of it, and the proof of claims."""
