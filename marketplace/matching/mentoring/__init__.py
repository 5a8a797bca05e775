"""Who goes with which mentor: hard rules first, then a stable matching in which nobody could do better together."""
