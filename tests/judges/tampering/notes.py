"""Annotations of every kind added to a page, and those of the paper changed."""

from tampering.change import COVER, MISSING, WEARS, Change
from tampering.fields import show

# Each kind with what it needs to be seen.
KINDS = {
    "Text": b"/Contents(Giai nhat)/Name/Note/Open true",
    "Link": b"/A<</S/URI/URI(http://a.invalid/)>>/Border[0 0 3]/C[1 0 0]",
    "FreeText": b"/Contents(Giai nhat)/DA(/Helv 18 Tf 1 0 0 rg)",
    "Line": b"/L[100 500 300 600]/C[1 0 0]/BS<</W 4>>",
    "Square": b"/C[1 0 0]/IC[1 1 0]/BS<</W 4>>",
    "Circle": b"/C[1 0 0]/IC[1 1 0]/BS<</W 4>>",
    "Polygon": b"/Vertices[100 500 300 500 200 600]/C[1 0 0]/IC[1 1 0]",
    "PolyLine": b"/Vertices[100 500 300 500 200 600]/C[1 0 0]",
    "Highlight": b"/QuadPoints[100 600 300 600 100 500 300 500]/C[1 1 0]",
    "Underline": b"/QuadPoints[100 600 300 600 100 500 300 500]/C[1 0 0]",
    "Squiggly": b"/QuadPoints[100 600 300 600 100 500 300 500]/C[1 0 0]",
    "StrikeOut": b"/QuadPoints[100 600 300 600 100 500 300 500]/C[1 0 0]",
    "Stamp": b"/Name/Approved",
    "Caret": b"/C[1 0 0]/Sy/P",
    "Ink": b"/InkList[[100 500 200 600 300 500]]/C[1 0 0]/BS<</W 3>>",
    "Popup": b"/Open true/Contents(a)",
    "FileAttachment": b"/FS<</Type/Filespec/F(a.txt)>>/Name/PushPin",
    "Sound": b"/Name/Speaker",
    "Movie": b"/Movie<</F(a.avi)>>",
    "Screen": b"/MK<</BG[1 0 0]>>",
    "PrinterMark": b"/MN/ColorBar",
    "TrapNet": b"/LastModified(D:20260101)",
    "Watermark": b"/FixedPrint<</Type/FixedPrint/Matrix[1 0 0 1 0 0]>>",
    "3D": b"/3DD<<>>",
    "Redact": b"/IC[0 0 0]/QuadPoints[100 600 300 600 100 500 300 500]",
    "Projection": b"",
    "RichMedia": b"/RichMediaContent<<>>",
    "Widget": b"",
    "Khac": b"/C[1 0 0]",
}
ROOM = b"[100 500 300 600]"


def changes(paper):
    """All changes of annotations."""
    page = paper.pages[0]
    for kind, more in KINDS.items():
        for look in ("", "-painted"):
            wears = WEARS if (kind, look) == ("Stamp", "-painted") else ("", "-each-referred") if look else ("",)
            for wear in wears:

                def do(update, kind=kind, more=more, look=look, wear=wear):
                    shown = b"/AP<</N %s>>" % update.look(COVER) if look else b""
                    rect = WEARS[wear](update, ROOM)
                    show(
                        update,
                        page,
                        update.add(
                            b"<</Type/Annot/Subtype/%s/F 4/P %d 0 R/Rect %s%s%s>>"
                            % (kind.encode(), page, rect, more, shown)
                        ),
                    )

                yield Change(f"note-{kind}{look}{wear}", do)
    direct = b"<</Type/Annot/Subtype/Square/F 4/Rect%s/C[1 0 0]/BS<</W 9>>>>" % ROOM
    yield Change("note-within-the-list", lambda update: show(update, page, direct))
    yield Change("note-hidden", lambda update: show(update, page, update.add(direct.replace(b"/F 4", b"/F 2"))))
    yield Change("note-that-is-missing", lambda update: show(update, page, MISSING), None)
    yield Change("note-that-is-null", lambda update: show(update, page, b"null"), None)
    yield Change("note-that-is-a-page", lambda update: show(update, page, b"%d 0 R" % page), None)
    annotations = paper.at(page).get(b"/Annots")
    whole = {
        "referred": lambda update: update.add(annotations),
        "chained": lambda update: update.add(update.add(annotations)),
        "packed": lambda update: update.pack(annotations),
        "and-a-note-referred": lambda update: update.add(annotations[:-1] + b" " + update.add(direct) + b"]"),
        "and-a-note-packed": lambda update: update.pack(annotations[:-1] + b" " + update.pack(direct) + b"]"),
    }
    for word, body in whole.items():
        yield Change(
            f"notes-{word}",
            lambda update, body=body: update.change(page, b"/Annots", body(update)),
            "changed" if "note" in word else None,
        )
    listed = annotations[1:-1].replace(b" R", b" R|").split(b"|")[:-1]
    orders = {"reversed": listed[::-1], "one-twice": [*listed, listed[0]], "one-removed": listed[1:]}
    for word, order in orders.items():
        yield Change(
            f"notes-{word}",
            lambda update, order=order: update.change(page, b"/Annots", b"[" + b" ".join(order) + b"]"),
            "changed" if word == "one-removed" else None,
        )
    if len(paper.pages) > 1:
        yield Change("notes-moved-to-the-last-page", lambda update: show(update, paper.pages[-1], listed[0]), None)
