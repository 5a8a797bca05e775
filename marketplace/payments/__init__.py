"""Money that comes in from givers: gifts, their way back, what the payment service tells, and where it disagrees."""
