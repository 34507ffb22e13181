"""Writing rubrics in the browser."""
