"""Vetting: the dated facts by which a person or a place may meet young people, and what they add up to on a day."""
