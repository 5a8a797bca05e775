"""Areas: the real places of Thailand, who governs them, and which programme they belong to."""
