"""How Okat is spoken to: parse, authorise, call one verb, answer."""
