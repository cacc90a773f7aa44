"""What shows them: figures, sliders and the gallery's cards."""
