"""Pages of papers: turned, reordered, split, joined; the file as received is always kept."""
