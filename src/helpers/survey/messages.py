"""What the page says while it is filled in: the sentences its script needs, with blanks in braces."""

from __future__ import annotations

from helpers.words import Words, msg

#: Name in the script → sentence. ``{n}`` and the like are filled by the script.
_SENTENCES = {
    "progress": msg("{n} of {all} questions answered"),
    "unsaved": msg("not saved yet"),
    "saved_mark": msg("saved"),
    "no_answer": msg("no answer yet"),
    "missing_one": msg("One question has no answer yet."),
    "missing": msg("{n} questions have no answer yet."),
    "one": msg("1 question"),
    "many": msg("{n} questions"),
    "half": msg(
        "You may save as it is: press “Save half-filled”. A half-filled form is kept and marked, and you can open the "
        "file here later and go on."
    ),
    "no_team": msg("Without the team an answer cannot be counted."),
    "no_name": msg("You agreed to be shown with your name, but there is no name."),
    "name_left_out": msg("You wrote a name without agreeing to be shown with it: it is left out of the file."),
    "save": msg("Save my answers"),
    "save_half": msg("Save half-filled"),
    "done": msg("Saved as {file}, in the folder of your downloads."),
    "hand_over": msg("Hand that file to whoever asked you; nobody gets it otherwise."),
    "newest": msg("Saved again? Hand over the newest file only."),
    "chosen": msg("{n} of {all} chosen"),
    "too_many": msg("Three are chosen already: take one away first."),
    "opened": msg("Opened {file}: {n} of {all} questions answered."),
    "go_on": msg("Go on with the first question without an answer"),
    "not_ours": msg("{file} is not a file that this form saved; nothing was changed."),
    "not_used": msg("{n} answers in it are not of this form and were left out."),
    "replace": msg("Opening a file replaces the answers you have given here. Open it?"),
    "empty": msg("Empty the form? What is not saved is lost."),
    "emptied": msg("The form is empty."),
}


def messages(words: Words) -> dict[str, str]:
    """Every sentence in a language, blanks and all.

    >>> messages(Words("en"))["chosen"]
    '{n} of {all} chosen'
    """
    return {name: words.say(sentence) for name, sentence in _SENTENCES.items()}
