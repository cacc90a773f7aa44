"""What a chapter is made of, and what all other rooms ask: contents, formulas, addresses."""
