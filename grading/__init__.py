"""Hand out assignments, run what comes back apart from all else, and mark it from outside."""
