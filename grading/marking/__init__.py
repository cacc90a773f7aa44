"""One notebook is marked: its cells run in a sandbox, the checks outside."""
