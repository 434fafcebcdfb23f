"""Attribution against its peers and against growth; ``python -m benchmarks.attribution`` writes docs/benchmarks.md."""
