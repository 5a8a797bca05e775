"""The floor everything stands on: time, money, words for errors; it knows no table and no web."""
