"""The demo world: invented people and firms on real places, made by the verbs everybody else uses."""
