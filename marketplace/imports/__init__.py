"""Files from outside become rows of ours: read with care, judged row by row, and never half kept."""
