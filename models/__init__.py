"""What Okat remembers: typed tables and their constraints, nothing that acts."""
