"""Hand-off forensics: what became of every lead that marketing passed to sales, how long it waited, what it cost."""
