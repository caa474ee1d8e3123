"""What the benchmarks of credentials share: the credentials, and the sides that issue and verify them."""
