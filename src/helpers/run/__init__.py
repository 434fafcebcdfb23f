"""Who calls whom: an engagement is imported once, notebooks run on it, a build is made whole or not at all."""
