"""Finding papers: terms with the papers they stand in, read behind the wall by a plain index."""
