"""What both teams say of their work together, beside what is written down and what the data show."""
