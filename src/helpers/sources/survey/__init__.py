"""The survey of both teams and the checklist of artefacts: whichever way answers come in, the same canonical rows."""
