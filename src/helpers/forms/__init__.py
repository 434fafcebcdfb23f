"""The forms people fill in: one Excel workbook per engagement, asked for one sheet at a time.

Reading them is ``sources/``' own work, as tolerantly as any export; here they are declared, written, kept, asked for.
"""
