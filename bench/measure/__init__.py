"""What bench/accuracy measures, and how."""
