"""The month pack: a saved set of sheets of one month, written in one go, whose figures tie to one another."""
