"""The library beside its peers, and beside its former self."""
