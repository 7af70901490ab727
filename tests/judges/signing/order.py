"""Several signers one after another: pyHanko and thidua in every order, in fields of the paper and new ones."""

import itertools

from pyhanko.sign.fields import SigFieldSpec
from pyhanko.stamp import TextStampStyle


def cases(world):
    """One paper for each order."""
    look = TextStampStyle(stamp_text="Da ky")

    def unseen(pdf, at):
        return world.signed(pdf, field=at)

    def seen(pdf, at):
        return world.signed(pdf, field=at, style=look, by=world.rsa)

    def new(pdf, at):
        box = (60 + 130 * at, 40, 180 + 130 * at, 90)
        return world.signed(pdf, new=SigFieldSpec(f"moi-{at}", box=box), style=look)

    def dotted(pdf, at):
        return world.signed(pdf, new=SigFieldSpec(f"nhom.moi-{at}", on_page=world.pages - 1))

    signers = {"thidua": world.by_thidua, "unseen": unseen, "seen": seen, "new": new, "dotted": dotted}
    for order in itertools.product(signers, repeat=2):
        yield "-then-".join(order), lambda order=order: in_order(world, [signers[one] for one in order])
    for order in itertools.permutations(["thidua", "seen", "dotted"]):
        yield "-then-".join(order), lambda order=order: in_order(world, [signers[one] for one in order])
    for word in ("thidua", "unseen", "new", "dotted"):
        yield f"three-times-{word}", lambda word=word: in_order(world, [signers[word]] * 3)


def in_order(world, signers):
    """The paper when all of them have signed."""
    pdf = world.paper
    for at, sign in enumerate(signers):
        pdf = sign(pdf, at)
    return pdf
