"""An asset tied to wins only through the stage from which on it is shown."""

from __future__ import annotations

from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.loop import register
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.teams import Asset, Late
from helpers.samples.world import World

ID = "asset-stage"
#: Deals that have to be decided in two years, at least, so that anybody could tell.
_DEALS = 400
#: Of the deals that are not won, so many at most get to the stage: where nearly all do, it tells nothing.
_LOST_THERE = 0.45


def fits(base: Company) -> bool:
    """Whether there are enough deals."""
    rates = sum(rule.share * rule.lead_to_mql * rule.mql_to_sql * rule.sql_to_deal for rule in base.channels.values())
    return 24 * base.volume.start * rates >= _DEALS


def plain(made: Company, _draws: Draws) -> Company:
    """Assets are used with any open deal."""
    return made.model_copy(update={"stories": made.stories.model_copy(update={"late": None})})


def tell(made: Company, draws: Draws) -> Company:
    """One asset is shown to about half of the deals that get an offer, and to no others."""
    asset = draws.one(_able(made))
    stage = made.deals.stages[-2]
    story = Late(asset=asset.id, stage=stage, shown=round(draws.between(0.45, 0.55), 2))
    published = min(asset.published, made.first)
    late = asset.model_copy(update={"objection": "", "stage": "offer", "published": published, "used": 0.0})
    assets = tuple(late if item.id == asset.id else item for item in made.loop.assets)
    reach = tuple(min(share, _LOST_THERE) if place >= len(made.deals.stages) - 2 else share
                  for place, share in enumerate(made.deals.reach))  # fmt: skip
    return made.model_copy(update={
        "loop": made.loop.model_copy(update={"assets": assets}),
        "deals": made.deals.model_copy(update={"reach": reach}),
        "stories": made.stories.model_copy(update={"late": story}),
    })  # fmt: skip


def _able(made: Company) -> list[Asset]:
    """Assets in use that no campaign carries, and whose objection another one answers too."""
    carried = {name for channel in made.channels.values() for name in channel.assets}
    there = [item for item in made.loop.assets if item.retired is None]
    answers = [item.objection for item in there]
    return [item for item in there
            if item.id not in carried and (not item.objection or answers.count(item.objection) > 1)]  # fmt: skip


def truth(company: Company, world: World) -> list[Truth]:
    """The asset shown late makes no difference to a deal that got there; those used at any stage are decoys."""
    story = company.stories.late
    used = {row["asset_id"] for row in world.forms["content_use"] if row["deal"] is not None}
    decoys = [Truth(ID, "decoy", f"asset={item.id}", "used with deals of any stage") for item in register(company)
              if item.id in used and (story is None or item.id != story.asset)]  # fmt: skip
    if story is None:
        return decoys
    return [Truth(ID, "planted", f"asset={story.asset}", "shown to those who get an offer", 0.0), *decoys]


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain, fits=fits)
