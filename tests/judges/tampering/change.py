"""What a change is, and the ways in which its values can be written."""

from collections.abc import Callable
from dataclasses import dataclass

from tampering.raw import Oddities, Update, items

# Paints over everything, with a bar where words would be.
COVER = b"q 1 1 1 rg 0 0 2000 2000 re f 0.2 g 20 20 60 10 re f Q"
# Paints a small bar.
BAR = b"q 0.2 g 5 5 40 10 re f Q"


@dataclass
class Change:
    """A later change of a signed paper: how it is called, what it does, and what has to be told of it.

    `expect` is `changed`, `allowed`, `told` (changed, or allowed and not in silence), or nothing where opinions may differ.
    `do` writes into an update, or `whole` makes the file out of the paper. `sound` are the places of further sound
    signatures: a page and its corners.
    """

    name: str
    do: Callable | None = None
    expect: str | None = "changed"
    form: str = "table"
    odd: Oddities | Callable | None = None
    whole: Callable | None = None
    sound: tuple = ()

    def made(self, paper):
        """The changed file."""
        if self.whole:
            return self.whole(paper)
        update = Update(paper)
        self.do(update)
        return update.finish(self.form, self.odd(update) if callable(self.odd) else self.odd)


def each(update, value):
    """Every element of a list as a reference."""
    if not value.startswith(b"["):
        return update.add(value)
    return b"[" + b" ".join(update.add(one) for one in items(value)) + b"]"


# The ways in which one value can be written that mean the same.
WEARS = {
    "": lambda update, value: value,
    "-referred": lambda update, value: update.add(value),
    "-chained": lambda update, value: update.add(update.add(update.add(value))),
    "-packed": lambda update, value: update.pack(value),
    "-each-referred": each,
}
MISSING = b"99999 0 R"


def worn(name, value, do, expect="changed", wears=tuple(WEARS)):
    """The same change with its value written in each way; `do` takes the update and the value."""
    for wear in wears:
        if wear == "-each-referred" and not value.startswith(b"["):
            continue
        yield Change(name + wear, lambda update, wear=wear: do(update, WEARS[wear](update, value)), expect)
