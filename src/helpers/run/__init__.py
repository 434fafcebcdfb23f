"""Who calls whom: an engagement is imported once, notebooks run on it, a build is made whole or not at all."""

import sys

# nbformat loads jsonschema, which builds an optional grammar of web addresses for over two seconds: no notebook here
# has a format to check, and each command would pay it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
