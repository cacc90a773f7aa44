"""How pages do in Lighthouse: `make lighthouse`."""
