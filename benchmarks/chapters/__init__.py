"""The chapters and their pages: weight, memory, time, in the browser and on Binder."""
