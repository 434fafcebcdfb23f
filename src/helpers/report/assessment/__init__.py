"""The assessment as a document: one page that stands alone, its evidence, the plan, the session of 90 minutes."""
