"""Putting paid money right: what came back is paid again, what was short is added, what was too much comes back."""
