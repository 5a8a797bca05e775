"""Money owed to young people: funds and promises, earnings and their causes, payouts through three people."""
