"""Where young people find nothing that fits, and what would open the most: demand against what is there, by place."""
