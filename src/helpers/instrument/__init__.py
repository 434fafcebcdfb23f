"""What both teams are asked when a client is assessed: data in ``instrument.toml``, typed and checked here.

Nine *constructs* (four challenges, five practices), three *items* each on five points, one *behaviour* item each on how
often something happened, four *mirror* items (what would the other team answer), the three to mend first, two open
questions, and a checklist of *artefacts*. Ids: item ``goals_1`` … ``goals_3``, behaviour ``goals_often``, mirror
``goals_mirror``. The items are the project's own.
"""

from helpers.instrument.instrument import (
    AGREE,
    OFTEN,
    Artefact,
    Construct,
    Instrument,
    Item,
    instrument,
    scored,
)

__all__ = ["AGREE", "OFTEN", "Artefact", "Construct", "Instrument", "Item", "instrument", "scored"]
