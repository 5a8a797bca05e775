"""People: accounts and their roles, young people and what they told, guardians and what they may sign."""
