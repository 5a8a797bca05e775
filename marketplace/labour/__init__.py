"""Labour law as pure rules over dated, sourced rows: wages, ages, the night, hazards and closed places."""
