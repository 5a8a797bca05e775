"""The best placement of a whole list under seats, budgets and mentor time, with a bound that proves how good it is."""
