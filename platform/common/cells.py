"""Text as a cell of a table that a spreadsheet opens (pure)."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_typed(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
