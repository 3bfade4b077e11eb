"""Pictures as SVG, pure: figures and words in, markup out; colors are classes of the style sheet."""
