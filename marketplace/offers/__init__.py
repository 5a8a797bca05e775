"""What a youth can join: posting it, reviewing it, finding it, and the sessions it becomes."""
