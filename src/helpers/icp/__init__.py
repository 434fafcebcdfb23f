"""The ideal customer: what each team wrote down, where they differ, whom they work, and who really buys and stays."""
