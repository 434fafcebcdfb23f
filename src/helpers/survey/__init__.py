"""The survey of both teams as people fill it in: one page that works without a network, and the command around it."""
