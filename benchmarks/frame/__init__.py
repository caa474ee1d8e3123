"""What the benchmarks share: scratch databases, alternated rounds, comparisons and how they are told."""
