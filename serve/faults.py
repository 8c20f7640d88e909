"""Where something failed, in words that hold nothing of what it failed on."""


def place_of(error: BaseException) -> str:
    """Return the type of an error and the line that raised it: its message may quote what somebody wrote."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    return f"{type(error).__name__} at {where}"
