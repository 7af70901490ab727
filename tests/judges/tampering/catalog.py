"""Changes of the whole document: the catalog, the form, the descriptions, the proofs kept for later."""

from tampering.change import MISSING, Change, worn
from tampering.raw import Dict, number

SCRIPT = b"<</S/JavaScript/JS(app.beep\\(0\\))>>"
# What a catalog may hold, with a value that is not the paper's.
KEYS = {
    "OpenAction": b"<</S/Named/N/LastPage>>",
    "AA": b"<</WP<</S/Named/N/NextPage>>>>",
    "Names": b"<</JavaScript<</Names[(a)%s]>>>>" % SCRIPT,
    "Dests": b"<</a[0/Fit]>>",
    "Outlines": b"<</Type/Outlines/Count 0>>",
    "PageLabels": b"<</Nums[0<</S/R>>]>>",
    "StructTreeRoot": b"<</Type/StructTreeRoot>>",
    "Lang": b"(en)",
    "OCProperties": b"<</OCGs[]/D<</Order[]/ON[]>>>>",
    "Perms": b"<<>>",
    "ViewerPreferences": b"<</HideToolbar true>>",
    "PageMode": b"/FullScreen",
    "PageLayout": b"/TwoColumnLeft",
    "Threads": b"[]",
    "URI": b"<</Base(http://a.invalid/)>>",
    "Legal": b"<</Attestation(x)>>",
    "Requirements": b"[<</Type/Requirement/S/EnableJavaScripts>>]",
    "Collection": b"<</Type/Collection/View/D>>",
    "NeedsRendering": b"true",
    "OutputIntents": b"[]",
    "AF": b"[]",
    "PieceInfo": b"<</Tool<</LastModified(D:20260101)/Private 1>>>>",
    "SpiderInfo": b"<</V 1.0>>",
    "Type": b"/Katalog",
    "ABCD_Tool": b"1",
}
HARMLESS = {
    "MarkInfo": b"<</Marked true>>",
    "Version": b"/1.7",
    "Extensions": b"<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>",
}
FORM_KEYS = {
    "NeedAppearances": b"true",
    "XFA": b"[(a)(b)]",
    "CO": b"[]",
    "DA": b"(/Helv 0 Tf 0 g)",
    "Q": b"1",
    "DR": b"<</Font<</Helv<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>",
    "SigFlags": b"0",
    "ABCD_Tool": b"1",
}
DESCRIPTION = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''/></rdf:RDF>"
    b"</x:xmpmeta>"
)


def changes(paper):
    """All changes of the whole document."""
    root = paper.root
    for key, value in KEYS.items():

        def do(update, value, key=key):
            update.change(root, b"/" + key.encode(), value)

        wears = (
            ("", "-referred", "-chained", "-packed") if key in ("OpenAction", "Names", "Lang") else ("", "-referred")
        )
        yield from worn(f"catalog-{key}", value, do, wears=wears)
        yield Change(f"catalog-{key}-missing", lambda update, do=do: do(update, MISSING), None)
    for key, value in HARMLESS.items():
        yield from worn(
            f"catalog-{key}",
            value,
            lambda update, value, key=key: update.change(root, b"/" + key.encode(), value),
            None,
            ("", "-referred"),
        )
    for key, _ in paper.at(root).pairs:
        yield Change(
            f"catalog-{key[1:].decode()}-removed",
            lambda update, key=key: update.change(root, key, None),
            None if key[1:].decode() in HARMLESS or key == b"/Metadata" else "changed",
        )
    yield Change("catalog-version-2", lambda update: update.change(root, b"/Version", b"/2.0"), None)
    yield Change("catalog-version-1.4", lambda update: update.change(root, b"/Version", b"/1.4"), None)
    yield Change("catalog-written-again", lambda update: update.put(root, update.paper.source(root)), "allowed")
    yield Change(
        "catalog-certified-later",
        lambda update: update.change(root, b"/Perms", b"<</DocMDP %s>>" % paper.at(paper.signed[0]).get(b"/V")),
    )
    yield from layers(paper)
    yield from form(paper)
    yield from descriptions(paper)
    yield from proofs(paper)
    yield from files(paper)


def layers(paper):
    """Layers that hide a field that was there."""
    for word, which in (("empty", paper.empty[0]), ("signed", paper.signed[0])):
        for state in ("ON", "OFF"):

            def do(update, which=which, state=state):
                layer = update.add(b"<</Type/OCG/Name(Lop)>>")
                told = b"<</OCGs[%s]/D<</Order[%s]/%s[%s]>>>>" % (layer, layer, state.encode(), layer)
                update.change(paper.root, b"/OCProperties", told)
                update.change(which, b"/OC", layer)

            yield Change(f"layer-{state}-over-{word}-field", do)


def form(paper):
    """The form itself."""
    if paper.form_number:
        change = lambda update, key, value: update.change(paper.form_number, key, value)  # noqa: E731
    else:

        def change(update, key, value):
            inner = Dict(update.edit(paper.root).get(b"/AcroForm")).set(key, value)
            update.change(paper.root, b"/AcroForm", inner.text())

    for key, value in FORM_KEYS.items():
        expect = None if key in ("DR", "DA", "Q", "NeedAppearances") else "changed"
        yield from worn(
            f"form-{key}",
            value,
            lambda update, value, key=key: change(update, b"/" + key.encode(), value),
            expect,
            ("", "-referred"),
        )
    fields = [b"%d 0 R" % one for one in paper.fields]
    listed = {
        "reversed": fields[::-1],
        "last-removed": fields[:-1],
        "signed-removed": [one for one in fields if number(one) != paper.signed[0]],
        "one-twice": [*fields, fields[0]],
        "with-a-missing-one": [*fields, MISSING],
        "with-a-null": [*fields, b"null"],
        "with-a-page": [*fields, b"%d 0 R" % paper.pages[0]],
        "empty": [],
    }
    for word, value in listed.items():
        expect = None if word in ("reversed", "with-a-missing-one", "with-a-null", "with-a-page") else "changed"
        yield Change(
            f"form-fields-{word}",
            lambda update, value=value: change(update, b"/Fields", b"[" + b" ".join(value) + b"]"),
            expect,
        )
    yield from worn(
        "form-fields", b"[" + b" ".join(fields) + b"]", lambda update, value: change(update, b"/Fields", value), None
    )
    yield Change("form-moved", lambda update: update.change(paper.root, b"/AcroForm", update.add(paper.form)), None)


def descriptions(paper):
    """What is told of the document, which may change."""
    kind = {"Type": b"/Metadata", "Subtype": b"/XML"}
    old = number(paper.at(paper.root).get(b"/Metadata"))
    yield Change("info-title", lambda update: update.change(paper.info, b"/Title", b"(Khac)"), "allowed")
    yield Change("info-emptied", lambda update: update.put(paper.info, b"<<>>"), "allowed")
    yield Change("info-null", lambda update: update.put(paper.info, b"null"), None)
    yield Change(
        "info-written-again", lambda update: update.put(paper.info, update.paper.source(paper.info)), "allowed"
    )
    yield Change(
        "info-title-referred", lambda update: update.change(paper.info, b"/Title", update.add(b"(Khac)")), None
    )
    texts = {
        "other": (DESCRIPTION, "allowed"),
        "broken": (b"<x", "changed"),
        "empty": (b"", "changed"),
        "of-another-kind": (b"<a/>", "changed"),
    }
    for word, (text, expect) in texts.items():
        yield Change(
            f"metadata-{word}",
            lambda update, text=text: update.put(
                old, b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(text), text)
            ),
            expect,
        )
        yield Change(
            f"metadata-{word}-in-a-new-object",
            lambda update, text=text: update.change(paper.root, b"/Metadata", update.stream(text, **kind)),
            expect,
        )


def proofs(paper):
    """Proofs kept for later, in right and odd shapes."""
    root = paper.root
    shapes = {
        "empty": lambda update: b"<</Type/DSS>>",
        "certificate": lambda update: b"<</Type/DSS/Certs[%s]>>" % update.stream(b"0\x00"),
        "list": lambda update: b"<</CRLs[%s]/OCSPs[]>>" % update.stream(b"0\x00"),
        "many-referred": lambda update: b"<</Certs %s>>" % update.add(b"[" + update.stream(b"0\x00") + b"]"),
        "each-signature": lambda update: (
            b"<</VRI<</%s<</Cert[%s]/TU(D:20260101)>>>>>>" % (b"0" * 40, update.stream(b"0\x00"))
        ),
        "with-a-page": lambda update: b"<</Certs[%d 0 R]>>" % paper.pages[0],
        "with-contents": lambda update: b"<</Certs[%s]>>" % paper.at(paper.pages[0]).get(b"/Contents"),
        "unknown-key": lambda update: b"<</ABCD 1>>",
        "no-dictionary": lambda update: b"[]",
    }
    sound = ("empty", "certificate", "list", "many-referred", "each-signature")
    for word, body in shapes.items():
        for wear in ("", "-referred"):
            yield Change(
                f"proofs-{word}{wear}",
                lambda update, body=body, wear=wear: update.change(
                    root, b"/DSS", update.add(body(update)) if wear else body(update)
                ),
                "allowed" if word in sound else None,
            )


def files(paper):
    """Files attached later."""

    def file(update):
        inner = update.stream(b"x", Type=b"/EmbeddedFile")
        return update.add(b"<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F %s>>>>" % inner)

    yield Change(
        "files-by-name",
        lambda update: update.change(paper.root, b"/Names", b"<</EmbeddedFiles<</Names[(a.txt)%s]>>>>" % file(update)),
    )
    yield Change("files-associated", lambda update: update.change(paper.root, b"/AF", b"[%s]" % file(update)))
    yield Change("files-of-a-page", lambda update: update.change(paper.pages[0], b"/AF", b"[%s]" % file(update)))
    yield Change("files-nowhere", file, None)
