"""Changes of fields: new ones that nobody signed, known empty ones, and those that carry a signature."""

from tampering.change import COVER, MISSING, WEARS, Change, worn
from tampering.raw import REFERENCE, Dict, Oddities, number

ROOM, NONE = b"[100 500 300 600]", b"[0 0 0 0]"
# Where a new field lies. Readers agree on some of these only.
RECTS = {
    "room": ROOM,
    "page": b"[0 0 595 842]",
    "none": NONE,
    "reversed": b"[300 600 100 500]",
    "real": b"[100.5 500.25 300. 600.0]",
    "line": b"[100 500 300 500]",
    "point": b"[100 500 100 500]",
    "hair": b"[100 500 100.001 600]",
    "three": b"[100 500 300]",
    "six": b"[100 500 300 600 0 0]",
    "words": b"[(100) (500) (300) (600)]",
    "names": b"[/100 /500 /300 /600]",
    "nulls": b"[null null null null]",
    "one-missing": b"[100 500 300 %s]" % MISSING,
    "missing": MISSING,
    "outside": b"[-300 -200 -100 -100]",
    "half-outside": b"[-100 500 300 600]",
    "plus": b"[+100 +500 +300 +600]",
    "bare-dots": b"[100. 500. 300. .6e3]",
    "minus-twice": b"[--100 500 300 600]",
    "zeros-before": b"[000100 0500 00300 600.000]",
    "huge": b"[0 0 4294967396 4294967896]",
    "scientific": b"[1e2 5e2 3e2 6e2]",
    "tight": b"[100/a 500(b)300<63>600]",
}
# What a new field shows, by name: entries of its widget.
LOOKS = {
    "bare": lambda update: b"",
    "painted": lambda update: b"/AP<</N %s>>" % update.look(COVER),
    "painted-deep": lambda update: b"/AP %s" % update.add(b"<</N %s>>" % update.add(update.look(COVER))),
    "painted-in-a-state": lambda update: b"/AS/On/AP<</N<</On %s/Off %s>>>>" % (update.look(COVER), update.look(b"")),
    "unseen-state": lambda update: b"/AS/Off/AP<</N<</On %s>>>>" % update.look(COVER),
    "no-state": lambda update: b"/AP<</N<</On %s>>>>" % update.look(COVER),
    "background": lambda update: b"/MK<</BG[1 1 1]>>",
    "border": lambda update: b"/MK<</BC[1 0 0]>>/BS<</W 4/S/S>>",
    "older-border": lambda update: b"/Border[0 0 5]/C[1 0 0]",
    "caption": lambda update: b"/MK<</CA(999.000.000)/BG[1 1 0]>>/DA(/Helv 12 Tf 0 g)",
    "empty-look": lambda update: b"/AP<</N %s>>" % update.look(b""),
    "rollover": lambda update: b"/AP<</N %s/R %s/D %s>>" % (update.look(b""), update.look(COVER), update.look(COVER)),
}
# Forms whose room and place are odd.
SHAPES = {
    "box-reversed": ((100, 100, 0, 0), b""),
    "box-empty": ((0, 0, 0, 0), b""),
    "box-afar": ((1000, 1000, 1100, 1100), b""),
    "box-large": ((-5000, -5000, 5000, 5000), b""),
    "matrix-moved": ((0, 0, 100, 100), b"/Matrix[1 0 0 1 50 50]"),
    "matrix-turned": ((0, 0, 100, 100), b"/Matrix[0 1 -1 0 100 0]"),
    "matrix-flat": ((0, 0, 100, 100), b"/Matrix[0 0 0 0 0 0]"),
    "matrix-short": ((0, 0, 100, 100), b"/Matrix[1 0 0]"),
    "group": ((0, 0, 100, 100), b"/Group<</S/Transparency>>"),
}


def added(update, entries, page=0, listed=True, shown=True, parent=None):
    """Adds a widget to a page and to the form; its reference."""
    paper = update.paper
    place = b"%d 0 R" % paper.pages[page]
    made = update.add(b"<</Type/Annot/Subtype/Widget/P %s%s>>" % (place, entries))
    if listed:
        list_field(update, parent or made)
    if shown:
        show(update, paper.pages[page], made)
    return made


def list_field(update, reference):
    """Adds a field to the form."""
    paper = update.paper
    if paper.form_number:
        update.put(paper.form_number, update.edit(paper.form_number).extended(b"/Fields", reference))
        return
    root = update.edit(paper.root)
    inner = Dict(root.get(b"/AcroForm")).extended(b"/Fields", reference)
    update.put(paper.root, root.set(b"/AcroForm", inner.text()))


def show(update, page, reference):
    """Adds an annotation to a page."""
    update.put(page, update.edit(page).extended(b"/Annots", reference))


def changes(paper):
    """All changes of fields."""
    yield from new_fields()
    yield from new_shapes()
    for word, which, some in (("empty", paper.empty[0], False), ("signed", paper.signed[0], True)):
        yield from known(paper, word, which, some)
    yield from looks(paper)


def new_fields():
    """New signature fields that nobody signs, in every place and with every look."""
    sig = b"/FT/Sig/T(moi)/F 132"
    for place, rect in RECTS.items():
        looks = LOOKS if place in ("room", "none", "page") else ("bare", "painted", "background")
        for look in looks:
            seen = look not in ("bare", "empty-look", "unseen-state", "no-state", "rollover")
            expect = "allowed" if (place, look) == ("none", "bare") else None
            expect = "changed" if seen and place in ("room", "page", "reversed", "real", "six") else expect
            for wear in WEARS if place in ("room", "none") and look in ("bare", "painted") else ("",):

                def do(update, rect=rect, look=look, wear=wear):
                    added(update, sig + b"/Rect %s%s" % (WEARS[wear](update, rect), LOOKS[look](update)))

                yield Change(f"new-{place}-{look}{wear}", do, None if wear and expect == "allowed" else expect)
    yield Change("new-nowhere-bare", lambda update: added(update, sig), None)
    yield Change("new-nowhere-painted", lambda update: added(update, sig + LOOKS["painted"](update)), None)


def new_shapes():
    """New fields of other makes: flags, kinds, widgets apart, names with dots, forms of odd rooms."""
    sig, rect = b"/FT/Sig/T(moi)", b"/Rect" + ROOM
    for word, (box, more) in SHAPES.items():
        yield Change(
            f"new-look-{word}",
            lambda update, box=box, more=more: added(
                update, sig + b"/F 132" + rect + b"/AP<</N %s>>" % update.look(COVER, box, more)
            ),
            None,
        )
    for flags in (0, 1, 2, 4, 32, 34, 64, 128, 132, 256, 1 << 20):
        hidden = flags & 34
        yield Change(
            f"new-flags-{flags}",
            lambda update, flags=flags: added(update, sig + b"/F %d" % flags + rect + LOOKS["painted"](update)),
            None if hidden else "changed",
        )
    for flags in (b"132.0", b"+132", b"(132)", b"/132", b"null", b"-1", b"99999999999"):
        yield Change(
            f"new-flags-as-{flags.decode().strip('()/')}{len(flags)}",
            lambda update, flags=flags: added(update, sig + b"/F " + flags + rect + LOOKS["painted"](update)),
            None,
        )
    yield from worn(
        "new-flags-hidden",
        b"2",
        lambda update, value: added(update, sig + b"/F " + value + rect + LOOKS["painted"](update)),
        None,
        ("-referred", "-chained", "-packed"),
    )
    for kind in ("Tx", "Btn", "Ch", "Xx"):
        yield Change(
            f"new-kind-{kind}",
            lambda update, kind=kind: added(
                update, b"/FT/%s/T(moi)/F 4/V(a)/DA(/Helv 12 Tf 0 g)" % kind.encode() + rect + LOOKS["painted"](update)
            ),
        )
        yield Change(
            f"new-kind-{kind}-unseen",
            lambda update, kind=kind: added(update, b"/FT/%s/T(moi)/F 4/Rect" % kind.encode() + NONE),
        )
    yield Change(
        "new-kind-referred",
        lambda update: added(update, b"/FT %s/T(moi)/F 132" % update.add(b"/Sig") + rect + LOOKS["painted"](update)),
    )
    yield Change("new-without-kind", lambda update: added(update, b"/T(moi)/F 132" + rect + LOOKS["painted"](update)))
    yield Change("new-without-name", lambda update: added(update, b"/FT/Sig/F 132" + rect + LOOKS["painted"](update)))
    for seen, look in (("painted", "painted"), ("unseen", "bare")):
        room = rect if seen == "painted" else b"/Rect" + NONE
        expect = "changed" if seen == "painted" else None

        def apart(update, kind, name, room=room, look=look):
            parent = b"%d 0 R" % (update.next + 20)
            widget = added(update, kind + b"/F 132/Parent %s" % parent + room + LOOKS[look](update), parent=parent)
            update.put(number(parent), b"<<%s/Kids[%s]>>" % (name, widget))
            update.next = number(parent) + 1

        yield Change(f"new-widget-apart-{seen}", lambda update, a=apart: a(update, b"", b"/FT/Sig/T(moi)"), expect)
        yield Change(f"new-dotted-{seen}", lambda update, a=apart: a(update, b"/FT/Sig/T(o)", b"/T(nhom)"), expect)
        yield Change(
            f"new-kind-inherited-{seen}", lambda update, a=apart: a(update, b"/T(o)", b"/FT/Sig/T(nhom)"), expect
        )
        entries = sig + b"/F 132" + room
        odd = {
            "only-in-the-form": {"shown": False},
            "only-on-the-page": {"listed": False},
            "on-the-last-page": {"page": -1},
        }
        for word, how in odd.items():
            yield Change(
                f"new-{word}-{seen}",
                lambda update, entries=entries, look=look, how=how: added(update, entries + LOOKS[look](update), **how),
                None if word != "on-the-last-page" else expect,
            )
        yield Change(
            f"new-shown-on-two-pages-{seen}",
            lambda update, entries=entries, look=look: show(
                update, update.paper.pages[-1], added(update, entries + LOOKS[look](update))
            ),
            None if seen == "unseen" else expect,
        )
    for key in ("A", "AA"):
        yield Change(
            f"new-with-{key}",
            lambda update, key=key: added(
                update, sig + b"/F 132/%s<</U<</S/Named/N/NextPage>>/S/Named/N/NextPage>>/Rect" % key.encode() + NONE
            ),
        )


# Entries of a field that was there: a value, and whether it is more than a matter of opinion.
ENTRIES = {
    "Rect": (b"[10 10 300 300]", True),
    "F": (b"2", True),
    "MK": (b"<</BG[1 0 0]/BC[0 0 1]>>", True),
    "BS": (b"<</W 5>>", True),
    "Border": (b"[0 0 5]", True),
    "T": (b"(khac)", True),
    "TU": (b"(Chu ky so cua nguoi khac)", True),
    "TM": (b"(khac)", True),
    "FT": (b"/Tx", True),
    "Ff": (b"1", False),
    "DA": (b"(/Helv 9 Tf)", False),
    "DV": (b"(a)", False),
    "Q": (b"1", False),
    "A": (b"<</S/Named/N/NextPage>>", True),
    "AA": (b"<</E<</S/Named/N/NextPage>>>>", True),
    "OC": (b"<</Type/OCG/Name(a)>>", True),
    "Lock": (b"<</Type/SigFieldLock/Action/All>>", True),
    "SV": (b"<</Type/SV/Ff 1>>", True),
    "Kids": (b"[]", True),
    "StructParent": (b"77", True),
    "Subtype": (b"/Stamp", True),
    "H": (b"/P", False),
    "AS": (b"/On", False),
    "P": (MISSING, True),
    "Lang": (b"(en)", False),
    "ABCD_Tool": (b"1", False),
}


def known(paper, word, which, signed):
    """A field that was there before, changed."""
    for key, (value, sure) in ENTRIES.items():
        name, present = b"/" + key.encode(), paper.at(which).get(b"/" + key.encode())
        wears = ("", "-referred", "-each-referred") if key in ("Rect", "F", "MK") else ("",)
        yield from worn(
            f"{word}-{key}",
            value,
            lambda update, value, name=name: update.change(which, name, value),
            "changed" if sure else None,
            wears,
        )
        if present:
            yield Change(
                f"{word}-{key}-removed",
                lambda update, name=name: update.change(which, name, None),
                "changed" if sure and key not in ("F", "P") else None,
            )
            yield from worn(
                f"{word}-{key}-as-it-was",
                present,
                lambda update, value, name=name: update.change(which, name, value),
                None,
                ("-referred", "-each-referred"),
            )
    old = paper.at(which).get(b"/AP")
    painted = {
        "painted": lambda update: b"<</N %s>>" % update.look(COVER),
        "painted-referred": lambda update: update.add(b"<</N %s>>" % update.look(COVER)),
        "painted-in-a-state": lambda update: b"<</N<</On %s>>>>" % update.look(COVER),
        "painted-rollover": lambda update: Dict(old).set(b"/R", update.look(COVER)).text(),
        "emptied": lambda update: b"<<>>",
        "missing": lambda update: MISSING,
        "of-contents": lambda update: b"<</N %s>>" % paper.at(paper.pages[0]).get(b"/Contents"),
    }
    for look, body in painted.items():
        yield Change(
            f"{word}-look-{look}",
            lambda update, body=body: update.change(which, b"/AP", body(update)),
            "changed" if look.startswith("painted") and look != "painted-rollover" else None,
        )
    form = number(paper.dictionary(old).get(b"/N"))
    if form:
        yield Change(f"{word}-look-overwritten", lambda update: overwritten(update, form, (0, 0, 100, 100)))
        yield Change(
            f"{word}-look-overwritten-null", lambda update: update.put(form, b"null"), "changed" if signed else None
        )
        yield Change(
            f"{word}-look-written-again", lambda update: update.put(form, update.paper.source(form)), "allowed"
        )
        inside = {b"/BBox": b"[0 0 10 10]", b"/Matrix": b"[0 1 -1 0 60 0]", b"/Resources": b"<<>>", b"/OC": MISSING}
        for key, value in inside.items():
            yield Change(
                f"{word}-look-{key[1:].decode()}",
                lambda update, key=key, value=value: update.change(form, key, value),
                "changed" if signed and key != b"/OC" else None,
            )
    yield Change(f"{word}-freed", lambda update: None, "changed", odd=freed(which))
    yield Change(f"{word}-null", lambda update: update.put(which, b"null"))
    yield Change(f"{word}-written-again", lambda update: update.put(which, update.paper.source(which)), "allowed")
    annotations = paper.at(paper.pages[paper.area(which)[0]])
    own = b"%d 0 R" % which
    listed = annotations.get(b"/Annots")
    yield Change(
        f"{word}-off-the-page",
        lambda update: update.change(paper.pages[paper.area(which)[0]], b"/Annots", listed.replace(own, b"null", 1)),
    )
    value = paper.at(which).get(b"/V")
    values = {"null": b"null", "missing": MISSING, "word": b"(a)", "empty": b"<<>>", "page": b"%d 0 R" % paper.pages[0]}
    for shape, other in values.items():
        yield Change(
            f"{word}-value-{shape}",
            lambda update, other=other: update.change(which, b"/V", other),
            "changed" if value or shape in ("word", "empty", "page") else None,
        )
    other = paper.at(paper.signed[0]).get(b"/V")
    if not signed:
        yield Change(f"{word}-value-of-another-field", lambda update: update.change(which, b"/V", other))
    else:
        body = paper.source(number(value))
        yield Change("signed-value-copied", lambda update: update.change(which, b"/V", update.add(body)))
        yield Change("signed-value-written-again", lambda update: update.put(number(value), body), None)
        yield Change("signed-value-removed", lambda update: update.change(which, b"/V", None))


def overwritten(update, form, box):
    """The form of a field with another content in the same object."""
    corners = b" ".join(b"%d" % one for one in box)
    update.put(
        form, b"<</Type/XObject/Subtype/Form/BBox[%s]/Length %d>>stream\n%s\nendstream" % (corners, len(COVER), COVER)
    )


def freed(wanted):
    """A section that frees an object."""

    return Oddities(lines=b"%d 1\n0000000000 00001 f \n" % wanted)


def looks(paper):
    """Forms behind the form of the signed field."""
    old = paper.dictionary(paper.at(paper.signed[0]).get(b"/AP"))
    form = number(old.get(b"/N"))
    seen, waiting = set(), [form]
    while waiting:
        for one in references(paper, waiting.pop()):
            if one not in seen and one not in (form, *paper.pages, paper.root):
                seen.add(one)
                waiting.append(one)
    for at, one in enumerate(sorted(seen)[:12]):
        yield Change(f"signed-look-part-{at}-null", lambda update, one=one: update.put(one, b"null"), None)
        if paper.source(one).startswith(b"<<") and b"stream" in paper.source(one):
            yield Change(
                f"signed-look-part-{at}-painted",
                lambda update, one=one: overwritten(update, one, (0, 0, 100, 100)),
                None,
            )


def references(paper, wanted):
    """The objects to which an object points."""

    source = paper.source(wanted).split(b"stream\n")[0]
    return [int(match[1]) for match in REFERENCE.finditer(source)]
