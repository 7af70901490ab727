"""Changes of pages: their keys, what they draw with, and the tree in which they stand."""

from tampering.change import BAR, COVER, MISSING, Change, worn
from tampering.raw import Dict, items, number

# What a page may say of itself, with a value that is not the paper's.
KEYS = {
    "Rotate": b"90",
    "MediaBox": b"[0 0 400 500]",
    "CropBox": b"[50 50 400 500]",
    "TrimBox": b"[50 50 400 500]",
    "BleedBox": b"[50 50 400 500]",
    "ArtBox": b"[50 50 400 500]",
    "UserUnit": b"2.0",
    "Group": b"<</S/Transparency/CS/DeviceRGB/I true/K true>>",
    "Tabs": b"/R",
    "Trans": b"<</S/Dissolve/D 3>>",
    "Dur": b"5",
    "AA": b"<</O<</S/Named/N/NextPage>>>>",
    "PZ": b"2",
    "StructParents": b"77",
    "Annots": b"[]",
    "Resources": b"<<>>",
    "Metadata": b"<</Type/Metadata>>",
    "PieceInfo": b"<</Tool<</LastModified(D:20260101)/Private 1>>>>",
    "LastModified": b"(D:20260101)",
    "B": b"[]",
    "Thumb": b"null",
    "VP": b"[<</Type/Viewport/BBox[0 0 100 100]>>]",
    "SeparationInfo": b"<</DeviceColorant/Cyan>>",
    "TemplateInstantiated": b"/a",
    "ID": b"(abc)",
    "OutputIntents": b"[]",
    "ABCD_Tool": b"1",
}
# Values of keys that stand in the page or are inherited, in shapes that readers take in different ways.
BOXES = {
    "reversed": b"[400 500 0 0]",
    "empty": b"[0 0 0 0]",
    "real": b"[0.5 0.5 400.25 500.75]",
    "three": b"[0 0 400]",
    "six": b"[0 0 400 500 600 700]",
    "words": b"[(0) (0) (400) (500)]",
    "large": b"[0 0 3000 3000]",
    "negative": b"[-400 -500 0 0]",
}
ROTATIONS = (b"180", b"270", b"-90", b"450", b"45", b"90.0", b"+90", b"(90)", b"true", b"null")


def changes(paper):
    """All changes of pages."""
    first = paper.pages[0]
    for key, value in KEYS.items():
        wears = ("", "-referred", "-chained", "-packed", "-each-referred")

        def do(update, value, key=key):
            update.change(first, b"/" + key.encode(), value)

        yield from worn(
            f"page-{key}", value, do, wears=wears if key in ("MediaBox", "CropBox", "Rotate") else wears[:2]
        )
        yield Change(f"page-{key}-missing", lambda update, do=do: do(update, MISSING), None)
    for word, box in BOXES.items():
        for key in ("MediaBox", "CropBox"):
            yield Change(
                f"page-{key}-{word}", lambda update, key=key, box=box: update.change(first, b"/" + key.encode(), box)
            )
    for turn in ROTATIONS:
        yield Change(
            f"page-Rotate-{turn.decode().strip('()')}{'-in-words' if b'(' in turn else ''}",
            lambda update, turn=turn: update.change(first, b"/Rotate", turn),
        )
    present = [key for key, _ in paper.at(first).pairs if key not in (b"/Type", b"/Parent")]
    for key in present:
        yield Change(f"page-{key[1:].decode()}-removed", lambda update, key=key: update.change(first, key, None))
    yield from contents(paper, first)
    yield from resources(paper, first)
    yield from tree(paper)


def contents(paper, first):
    """What is drawn on the page."""
    old = paper.at(first).get(b"/Contents")
    streams = items(old) if old.startswith(b"[") else [old]

    def replaced(update, value):
        update.change(first, b"/Contents", value)

    yield Change("contents-empty", lambda update: replaced(update, update.stream(b" ")))
    yield Change("contents-list-empty", lambda update: replaced(update, b"[]"))
    yield Change(
        "contents-painted-over",
        lambda update: replaced(update, b"[" + b" ".join(streams) + b" " + update.stream(COVER) + b"]"),
    )
    yield Change(
        "contents-painted-under",
        lambda update: replaced(update, b"[" + update.stream(BAR) + b" " + b" ".join(streams) + b"]"),
    )
    yield Change("contents-twice", lambda update: replaced(update, b"[" + b" ".join(streams * 2) + b"]"), None)
    yield Change("contents-in-a-list", lambda update: replaced(update, b"[" + b" ".join(streams) + b"]"), None)
    yield Change(
        "contents-in-a-list-referred",
        lambda update: replaced(update, update.add(b"[" + b" ".join(streams) + b"]")),
        None,
    )
    yield Change("contents-chained", lambda update: replaced(update, update.add(update.add(old))), None)
    yield Change(
        "contents-with-a-missing-one",
        lambda update: replaced(update, b"[" + b" ".join([*streams, MISSING]) + b"]"),
        None,
    )
    yield Change(
        "contents-of-the-next-page",
        lambda update: replaced(update, paper.at(paper.pages[-1]).get(b"/Contents")),
        "changed" if len(paper.pages) > 1 else None,
    )
    drawn = number(streams[0])
    yield Change(
        "contents-object-overwritten",
        lambda update: update.put(drawn, b"<</Length %d>>stream\n%s\nendstream" % (len(BAR), BAR)),
    )
    yield Change("contents-object-null", lambda update: update.put(drawn, b"null"))
    yield Change("contents-object-a-dictionary", lambda update: update.put(drawn, b"<<>>"))
    yield Change(
        "contents-object-written-again", lambda update: update.put(drawn, update.paper.source(drawn)), "allowed"
    )
    yield Change("page-written-again", lambda update: update.put(first, update.paper.source(first)), "allowed")


def resources(paper, first):
    """The objects with which the page draws, each exchanged or emptied."""
    value = paper.at(first).get(b"/Resources")
    own = number(value)
    if own:
        yield Change("resources-emptied", lambda update: update.put(own, b"<<>>"))
        for kind, inner in paper.at(own).pairs:
            word = f"resources-{kind[1:].decode()}"
            yield Change(f"{word}-removed", lambda update, kind=kind: update.change(own, kind, None))
            yield Change(f"{word}-emptied", lambda update, kind=kind: update.change(own, kind, b"<<>>"))
            yield Change(f"{word}-missing", lambda update, kind=kind: update.change(own, kind, MISSING))
            if not inner.startswith(b"<<") and not number(inner):
                continue
            yield Change(
                f"{word}-grown",
                lambda update, kind=kind, inner=inner: update.change(
                    own, kind, Dict(paper.dictionary(inner).text()).set(b"/Them", b"<<>>").text()
                ),
            )
    for kind, inner in paper.dictionary(value).pairs:
        if not (inner.startswith(b"<<") or number(inner)):
            continue
        for at, (name, one) in enumerate(paper.dictionary(inner).pairs):
            if number(one) and at < 2:
                yield from exchanged(paper, f"resource-{kind[1:].decode()}-{name[1:].decode()}", number(one))
    holder = own or first
    entries = Dict(value) if not own else None

    def added(update, kind, body):
        target = update.edit(holder) if own else entries
        inner = paper.dictionary(target.get(kind) or b"<<>>")
        update.change(own, kind, Dict(inner.text()).set(b"/Them", body(update)).text())

    if own:
        yield Change(
            "resources-ExtGState-added",
            lambda update: added(update, b"/ExtGState", lambda update: b"<</Type/ExtGState/ca 0.1>>"),
        )
        yield Change(
            "resources-XObject-added", lambda update: added(update, b"/XObject", lambda update: update.look(COVER))
        )


def exchanged(paper, word, wanted):
    """One object that is drawn with, and those behind it: overwritten, emptied, removed."""
    yield Change(f"{word}-null", lambda update: update.put(wanted, b"null"))
    yield Change(f"{word}-emptied", lambda update: update.put(wanted, b"<<>>"))
    source = paper.source(wanted)
    if not source.startswith(b"<<"):
        return
    for key, value in paper.at(wanted).pairs:
        if key in (b"/Type", b"/Length"):
            continue
        yield Change(f"{word}-{key[1:].decode()}-removed", lambda update, key=key: update.change(wanted, key, None))
        if number(value):
            yield Change(
                f"{word}-{key[1:].decode()}-object-null",
                lambda update, value=value: update.put(number(value), b"null"),
            )
    if paper.at(wanted).get(b"/Type") == b"/Font":
        yield Change(
            f"{word}-other-font", lambda update: update.put(wanted, b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>")
        )


def tree(paper):
    """The order, number and place of the pages."""
    kids = [b"%d 0 R" % page for page in paper.pages]
    top, first = paper.tree, paper.pages[0]

    def ordered(update, kids, count=None):
        update.put(
            top,
            update.edit(top)
            .set(b"/Kids", b"[" + b" ".join(kids) + b"]")
            .set(b"/Count", b"%d" % (len(kids) if count is None else count)),
        )

    def copied(update):
        return update.add(paper.at(first))

    yield Change("tree-page-twice", lambda update: ordered(update, [*kids, kids[0]]))
    yield Change("tree-page-copied", lambda update: ordered(update, [*kids, copied(update)]))
    yield Change("tree-page-exchanged", lambda update: ordered(update, [copied(update), *kids[1:]]), None)
    yield Change("tree-page-added-before", lambda update: ordered(update, [copied(update), *kids]))
    yield Change("tree-empty", lambda update: ordered(update, []))
    if len(kids) > 1:
        yield Change("tree-pages-reversed", lambda update: ordered(update, kids[::-1]))
        yield Change("tree-last-page-removed", lambda update: ordered(update, kids[:-1]))
        yield Change("tree-first-page-removed", lambda update: ordered(update, kids[1:]))
    for count in (0, 1, len(kids) + 1, 1000, -1):
        expect = None if count == len(kids) else "changed"
        yield Change(f"tree-count-{count}", lambda update, count=count: ordered(update, kids, count), expect)
    for count in (b"%d.0" % len(kids), b"+%d" % len(kids), b"000%d" % len(kids)):
        yield Change(
            f"tree-count-{count.decode()}", lambda update, count=count: update.change(top, b"/Count", count), None
        )
    joined = b"[" + b" ".join(kids) + b"]"
    yield from worn("tree-kids", joined, lambda update, value: update.change(top, b"/Kids", value), None)
    for key, value in {
        "Rotate": b"90",
        "MediaBox": b"[0 0 300 300]",
        "CropBox": b"[0 0 300 300]",
        "Resources": b"<<>>",
    }.items():
        yield Change(
            f"tree-inherited-{key}", lambda update, key=key, value=value: update.change(top, b"/" + key.encode(), value)
        )
    yield Change(
        "tree-between",
        lambda update: ordered(
            update, [update.add(b"<</Type/Pages/Parent %d 0 R/Kids%s/Count %d>>" % (top, joined, len(kids)))], len(kids)
        ),
    )
    yield Change("tree-other-top", lambda update: update.change(paper.root, b"/Pages", update.add(paper.at(top))), None)
    yield Change(
        "tree-parent-exchanged", lambda update: update.change(first, b"/Parent", update.add(paper.at(top))), None
    )
    yield Change("tree-parent-removed", lambda update: update.change(first, b"/Parent", None), None)
    yield Change("tree-type-changed", lambda update: update.change(first, b"/Type", b"/Template"))
    yield Change("tree-type-removed", lambda update: update.change(first, b"/Type", None), None)
