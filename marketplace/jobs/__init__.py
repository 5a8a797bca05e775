"""Work on a clock: rounds that pass things on, deliver messages and tidy up; every round is idempotent."""
