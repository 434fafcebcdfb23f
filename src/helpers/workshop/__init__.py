"""The workshop around the lessons: the room, the client's own data, what is printed, what was learnt."""
