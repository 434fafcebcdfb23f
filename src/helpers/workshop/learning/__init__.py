"""What was learnt: eight questions before and after, a task on a company nobody has seen, and what lives sixty days on.

``questions`` (what is asked, as data), ``forms`` (pages that save answers as files), ``given`` (files → answers),
``matched`` ``task`` ``sureness`` ``living`` (pure: answers → figures), ``scored`` (the command), ``page`` (the report).
"""
