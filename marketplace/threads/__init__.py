"""The protected channel: a young person, one side of adults, and always a second vetted adult who reads along."""
