"""How fast the library is, as ratios to its peers: `make bench`."""
