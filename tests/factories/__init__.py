"""Makers of things for tests: plain functions with believable defaults, everything else by keyword."""
