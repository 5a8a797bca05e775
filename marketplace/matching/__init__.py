"""What fits whose life, why, and what is left of it in baht: pure judgement, no table and no web."""
