"""From asking to finishing: applications, consents, answers, approvals, seats, the wait list and their clocks."""
