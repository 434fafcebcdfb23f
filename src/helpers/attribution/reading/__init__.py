"""Journeys that people bring, as they have them.

``path_table.read_path_table`` reads rows of ``a > b > c`` with counts; ``touch_log.read_touch_log`` (journeys, batch by
batch) and ``touch_log.tally_touch_log`` (their tally) read one row a touch, of any size. Both take files, pandas frames
and Arrow tables, name the line of what they cannot use, and give the same journeys whatever the order of rows.
"""
