"""What to call a device in the list of sessions: a browser and a system, in words people know."""

# In this order: a browser that pretends to be another names itself too.
BROWSERS = {
    "Line/": "LINE",
    "Edg": "Edge",
    "SamsungBrowser": "Samsung Internet",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def label(user_agent: str) -> str:
    """`Chrome · Android` from what a browser says of itself; empty when it says nothing known."""
    named = (next((name for mark, name in table.items() if mark in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, named))
