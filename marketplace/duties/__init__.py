"""What the law of labour asks while placements run: judged every day, notices as tasks, papers with their dates."""
