"""Files that people hand in, for every room that keeps some: checked, made anew, and kept under names of our own."""
