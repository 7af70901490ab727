"""The same changes in every form of cross-reference section, and in sections that are not as they should be."""

from tampering.change import COVER, Change
from tampering.fields import added
from tampering.raw import Oddities


def turned(update):
    """Turns the first page."""
    update.change(update.paper.pages[0], b"/Rotate", b"90")


def painted(update):
    """Adds a field that covers the page and that nobody signs."""
    added(update, b"/FT/Sig/T(moi)/F 132/Rect[100 500 300 600]/AP<</N %s>>" % update.look(COVER))


def titled(update):
    """Changes the title of the document."""
    update.change(update.paper.info, b"/Title", b"(Khac)")


def same(update):
    """Writes the first page again as it was."""
    update.put(update.paper.pages[0], update.paper.source(update.paper.pages[0]))


def proved(update):
    """Adds an empty store of proofs."""
    update.change(update.paper.root, b"/DSS", update.add(b"<</Type/DSS>>"))


CARGO = {"turned": turned, "painted": painted, "titled": titled, "same": same, "proved": proved}
HARMFUL = ("turned", "painted")


def packed(do):
    """The same with all objects that can be in a stream of objects."""

    def packing(update):
        do(update)
        for wanted, body in list(update.objects.items()):
            if not body.rstrip().endswith(b"endstream"):
                update.packed[wanted] = update.objects.pop(wanted)

    return packing


def changes(paper):
    """All forms and all oddities of sections."""
    for word, do in CARGO.items():
        expect = "changed" if word in HARMFUL else None
        for form in ("stream", "hybrid"):
            yield Change(f"section-{form}-{word}", do, expect, form)
            yield Change(f"section-{form}-packed-{word}", packed(do), expect, form)
        if word in ("turned", "painted", "titled"):
            for odd, form, build in odd_sections(paper):
                yield Change(f"section-{odd}-{word}", do, expect, form, build)
    yield from entries(paper)
    yield from within(paper)


def within(paper):
    """Proofs whose bytes look like objects and trailers, for programs that look for such; what they say stands there anyway."""
    page = paper.pages[0]
    lines = {
        "object": b"\n%d 0 obj\n%s\nendobj\n" % (page, paper.source(page)),
        "object-of-no-number": b"\n99990 0 obj\n(phu luc)\nendobj\n",
        "trailer": b"\ntrailer\n<</Size 9/Root %d 0 R>>\n" % paper.root,
    }
    for word, text in lines.items():

        def do(update, text=text):
            proof = update.add(b"<</Length %d>>\nstream\n%s\nendstream" % (len(text), text))
            update.change(update.paper.root, b"/DSS", update.add(b"<</Type/DSS/Certs[%s]>>" % proof))

        yield Change(f"section-{word}-within-a-stream", do)


def odd_sections(paper):
    """Oddities by name, each with the form in which it stands and what makes it of an update."""
    copied = b"%d 0 R"
    for form in ("table", "stream"):

        def section(form=form, **odd):
            return form, lambda update: Oddities(**odd)

        end = len(paper.pdf)
        known = {
            "size-one": {"size": 1},
            "size-as-before": {"size": paper.size},
            "size-huge": {"size": 8_000_000},
            "size-negative": {"size": -1},
            "previous-none": {"without_previous": True},
            "previous-zero": {"previous": 0},
            "previous-itself": {"previous": end},
            "previous-beyond": {"previous": 10 * end},
            "previous-in-the-text": {"previous": 100},
            "previous-twice": {"keys": b"/Prev 0"},
            "start-zero": {"start": 0},
            "start-as-before": {"start": paper.start},
            "start-beyond": {"start": 10 * end},
            "start-in-the-text": {"start": 100},
            "ending-none": {"ending": b"\n"},
            "ending-tight": {"ending": b"%%EOF"},
            "ending-twice": {"ending": b"\n%%EOF\n%%EOF\n"},
            "ending-and-words": {"ending": b"\n%%EOF\nphu luc\n"},
            "root-missing": {"root": b"99999 0 R"},
            "root-a-page": {"root": copied % paper.pages[0]},
            "root-itself-within": {"root": b"<</Type/Catalog/Pages %d 0 R>>" % paper.tree},
            "keys-encrypted": {"keys": b"/Encrypt<</Filter/Standard/V 1/R 2/P -4>>"},
            "keys-unknown": {"keys": b"/ABCD 1"},
            "keys-root-twice": {"keys": b"/Root 99999 0 R"},
            "words-before": {"before": b"phu luc\n"},
            "object-before": {"before": b"99990 0 obj\n<</A 1>>\nendobj\n"},
            "second-trailer": {"after": b"trailer\n<</Size 9/Root %d 0 R>>\n" % paper.pages[0]},
        }
        if form == "table":
            known |= {
                "stream-missing": {"keys": b"/XRefStm 9"},
                "stream-is-the-last-table": {"keys": b"/XRefStm %d" % paper.start},
                "line-short": {"lines": b"0 1\n0000000000 65535 f\n"},
                "line-unknown-kind": {"lines": b"99 1\n0000000100 00000 x \n"},
            }
        else:
            known |= {
                "surplus": {"surplus": b"\1\0\0\0\0\0\0"},
                "surplus-part": {"surplus": b"\1\0\0"},
                "kind-unknown": {"entries": [(3, 7, 100, 0)]},
                "kind-null": {"entries": [(4, 0, 0, 1)]},
                "widths-wide": {"widths": (2, 8, 4)},
                "widths-narrow": {"widths": (1, 3, 1)},
                "number-huge": {"entries": [(7_999_999, 1, 100, 0)]},
            }
        for word, odd in known.items():
            yield f"{form}-{word}", *section(**odd)


def entries(paper):
    """Tables with lines for objects that the update does not write."""
    first, last, earlier = paper.pages[0], paper.signed[-1], paper.place(paper.pages[0])
    line = b"%d 1\n%010d %05d %s \n"
    odd = {
        "page-freed": line % (first, 0, 1, b"f"),
        "field-freed": line % (last, 0, 1, b"f"),
        "contents-freed": line % (int(paper.at(first).get(b"/Contents").split()[0].lstrip(b"[")), 0, 1, b"f"),
        "free-one-freed": line % (paper.size + 5, 0, 0, b"f"),
        "page-of-a-later-age": line % (first, earlier, 1, b"n"),
        "page-led-elsewhere": line % (first, earlier + 1, 0, b"n"),
        "page-led-to-the-tree": line % (first, paper.place(paper.tree), 0, b"n"),
        "page-led-to-where-it-is": line % (first, earlier, 0, b"n"),
        "field-led-to-another": line % (last, paper.place(paper.empty[0]), 0, b"n"),
        "field-led-back": line % (last, paper.pdf.index(b"\n%d 0 obj" % last) + 1, 0, b"n"),
        "root-led-back": line % (paper.root, paper.pdf.index(b"\n%d 0 obj" % paper.root) + 1, 0, b"n"),
        "new-one-led-to-a-page": line % (paper.size + 5, earlier, 0, b"n"),
        "page-twice": line % (first, earlier, 0, b"n") + line % (first, paper.place(paper.tree), 0, b"n"),
        "led-beyond-the-end": line % (paper.size + 5, 10 * len(paper.pdf), 0, b"n"),
        "head-of-many": b"1 3\n" + (line % (1, paper.place(paper.tree), 0, b"n"))[4:] * 3,
    }
    harmless = (
        "page-led-to-where-it-is",
        "free-one-freed",
        "new-one-led-to-a-page",
        "led-beyond-the-end",
        "head-of-many",
    )
    for word, lines in odd.items():
        expect = None if word in harmless or word.endswith("-back") else "changed"
        yield Change(f"entries-{word}", lambda update: None, expect, odd=Oddities(lines=lines))
    for generation in (1, 65535):

        def do(update, generation=generation):
            turned(update)
            update.generations[first] = generation

        yield Change(f"entries-generation-{generation}", do)
