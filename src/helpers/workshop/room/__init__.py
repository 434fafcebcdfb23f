"""The room: JupyterLab on the trainer's machine for pairs who install nothing.

``codes`` and ``copies`` are what each pair has of its own, ``servers`` the program that serves it, ``desk`` the page by
which people come in, ``opening`` puts them together. What keeps pairs apart are copies, ports and tokens, not users of
the operating system: whoever types code in a notebook acts as the trainer's own user (``docs/adr/0014``).
"""
