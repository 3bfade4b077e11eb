"""What controlling computes, pure: histories of papers in, figures out."""
