"""What the program read of papers that came as PDF, picture or Office file, and how well it did."""
