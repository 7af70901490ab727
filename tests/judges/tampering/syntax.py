"""The same changes in odd spellings: names, numbers and strings written otherwise, comments, keys that come twice."""

from tampering.change import COVER, Change
from tampering.fields import added

# How a page can be told to lie on its side: what is written after its other keys.
TURNS = {
    "key-partly-escaped": b"/Rot#61te 90",
    "key-wholly-escaped": b"/#52#6f#74#61#74#65 90",
    "key-escaped-in-capitals": b"/#52#6F#74ate 90",
    "twice-turned-first": b"/Rotate 90/Rotate 0",
    "twice-turned-last": b"/Rotate 0/Rotate 90",
    "twice-one-escaped": b"/Rotate 0/Rot#61te 90",
    "comment-after-key": b"/Rotate%a\n90",
    "comment-with-a-value": b"/Rotate % 0\r90",
    "comment-with-an-end": b"/Rotate %>>\n 90",
    "comment-before-key": b"%/Rotate 0\n/Rotate 90",
    "nul-between": b"/Rotate\x0090",
    "form-feed-between": b"/Rotate\x0c90\x0c",
    "return-between": b"/Rotate\r90\r",
    "plus": b"/Rotate +90",
    "dot": b"/Rotate 90.",
    "real": b"/Rotate 90.00",
    "zeros": b"/Rotate 00090",
    "minus-twice": b"/Rotate --90",
    "minus-behind": b"/Rotate 90-",
    "scientific": b"/Rotate 9e1",
    "large": b"/Rotate 4294967386",
    "larger": b"/Rotate 18446744073709551706",
    "base": b"/Rotate 16#5a",
    "in-a-list": b"/Rotate[90]",
    "two-values": b"/Rotate 0 90",
    "key-with-a-blank": b"/Rotate#20 90",
    "key-in-lower-case": b"/rotate 90",
    "key-with-a-nul": b"/Rotate#00 90",
}
# How a new field can be called.
NAMES = {
    "hex": b"<6d6f69>",
    "hex-odd": b"<6d6f6>",
    "hex-with-blanks": b"<6D 6f\n69>",
    "octal": b"(\\155\\157\\151)",
    "octal-short": b"(\\155\\157\\1511)",
    "continued": b"(mo\\\ni)",
    "wide": b"<FEFF006D006F0069>",
    "wide-other-way": b"<FFFE6D006F006900>",
    "utf-8": b"<EFBBBF6D6F69>",
    "parentheses": b"(m(o)i)",
    "escaped-parentheses": b"(m\\(o\\)i)",
    "empty": b"()",
    "comment-within": b"(%moi)",
    "broken-line": b"(m\r\noi)",
    "word": b"/moi",
    "number": b"1",
}
# How the head of an object can be written.
HEADS = {
    "blanks": b"%d  0  obj\n",
    "lines": b"%d\n0\nobj\n",
    "comment": b"%d 0 %%a\nobj\n",
    "tight": b"%d 0 obj",
    "zeros": b"00%d 0 obj\n",
    "plus": b"+%d 0 obj\n",
}


def changes(paper):
    """All odd spellings of what is harmful and of what is not."""
    first, source = paper.pages[0], paper.source(paper.pages[0])
    for word, more in TURNS.items():
        unseen = word.startswith(("key-with", "key-in", "base", "in-a", "two", "large"))
        yield Change(
            f"turned-{word}",
            lambda update, more=more: update.put(first, source[:-2] + more + b">>"),
            None if unseen else "changed",
        )
    for word, name in NAMES.items():
        for seen, look in (("unseen", b"/Rect[0 0 0 0]"), ("painted", b"/Rect[100 500 300 600]")):

            def do(update, name=name, seen=seen, look=look):
                shown = b"/AP<</N %s>>" % update.look(COVER) if seen == "painted" else b""
                added(update, b"/FT/Sig/F 132/T%s%s%s" % (name if name[:1] in b"(</" else b" " + name, look, shown))

            yield Change(f"name-{word}-{seen}", do, "changed" if seen == "painted" else None)
    for word, head in HEADS.items():
        for deed, expect in (("turned", "changed"), ("as-it-was", None)):

            def do(update, head=head, deed=deed):
                update.put(first, source[:-2] + b"/Rotate 90>>" if deed == "turned" else source)
                update.heads[first] = head % first

            yield Change(f"head-{word}-{deed}", do, expect)
    yield from disguised(paper)
    yield from spelled_entries()


def disguised(paper):
    """Keys of the catalog, a page and a field that stand there once more, openly or escaped."""
    root, first, empty = paper.root, paper.pages[0], paper.empty[0]

    def copy_of_tree(update):
        page = update.add(paper.at(first).set(b"/Contents", update.stream(COVER)))
        return update.add(b"<</Type/Pages/Count 1/Kids[%s]>>" % page)

    def annotations(update):
        note = update.add(b"<</Type/Annot/Subtype/Square/F 4/Rect[100 500 300 600]/C[1 0 0]/BS<</W 9>>>>")
        return b"[" + note + b"]"

    def look(update):
        return b"<</N %s>>" % update.look(COVER)

    places = {
        "pages": (root, b"/Pages", b"/Pa#67es", copy_of_tree),
        "form": (root, b"/AcroForm", b"/Acro#46orm", lambda update: b"<</Fields[]>>"),
        "contents": (first, b"/Contents", b"/Conten#74s", lambda update: update.stream(COVER)),
        "annotations": (first, b"/Annots", b"/Annot#73", annotations),
        "box": (first, b"/MediaBox", b"/Media#42ox", lambda update: b"[0 0 300 300]"),
        "resources": (first, b"/Resources", b"/#52esources", lambda update: b"<<>>"),
        "look": (empty, b"/AP", b"/#41P", look),
        "room": (empty, b"/Rect", b"/Rec#74", lambda update: b"[0 0 500 500]"),
        "kind": (empty, b"/FT", b"/#46T", lambda update: b"/Tx"),
    }
    for word, (wanted, key, escaped, value) in places.items():
        for shape, name, ahead in (
            ("twice-ahead", key, True),
            ("twice-behind", key, False),
            ("escaped-ahead", escaped, True),
            ("escaped-behind", escaped, False),
        ):

            def do(update, wanted=wanted, name=name, ahead=ahead, value=value):
                more = name + b" " + value(update)
                text = paper.source(wanted)
                update.put(wanted, b"<<" + more + text[2:] if ahead else text[:-2] + more + b">>")

            yield Change(f"disguised-{word}-{shape}", do)

        def alone(update, wanted=wanted, key=key, escaped=escaped, value=value):
            update.put(wanted, paper.at(wanted).set(key, None).set(escaped, value(update)))

        yield Change(f"disguised-{word}-escaped-alone", alone)

        def same(update, wanted=wanted, key=key, escaped=escaped):
            update.put(wanted, paper.at(wanted).set(escaped, paper.at(wanted).get(key)).set(key, None))

        yield Change(f"disguised-{word}-escaped-as-it-was", same, None)


def spelled_entries():
    """New fields whose keys and values are spelled oddly, with a look that covers the page."""
    spelled = {
        "look-escaped": b"/#41P<</N %s>>/Rect[100 500 300 600]",
        "look-inner-escaped": b"/AP<</#4e %s>>/Rect[100 500 300 600]",
        "look-twice": b"/AP<<>>/AP<</N %s>>/Rect[100 500 300 600]",
        "room-escaped": b"/AP<</N %s>>/R#65ct[100 500 300 600]",
        "room-twice-none-last": b"/AP<</N %s>>/Rect[100 500 300 600]/Rect[0 0 0 0]",
        "room-twice-none-first": b"/AP<</N %s>>/Rect[0 0 0 0]/Rect[100 500 300 600]",
        "room-with-comments": b"/AP<</N %s>>/Rect[%%0 0 0 0]\n100 500 300 600]",
        "room-with-nuls": b"/AP<</N %s>>/Rect[100\x00500\x00300\x00600]",
        "flags-twice": b"/F 2/AP<</N %s>>/Rect[100 500 300 600]",
        "subtype-twice": b"/Subtype/Square/AP<</N %s>>/Rect[100 500 300 600]",
        "tail-comment": b"/AP<</N %s>>/Rect[100 500 300 600]%%>>\n",
    }
    for word, entries in spelled.items():
        yield Change(
            f"spelled-{word}",
            lambda update, entries=entries: added(update, b"/FT/Sig/T(moi)/F 132" + entries % update.look(COVER)),
            None if "twice" in word else "changed",
        )
    flags = {"escaped": b"/#46 2", "comment": b"/F%132\n2", "plus": b"/F +2", "real": b"/F 2.0", "word": b"/F/2"}
    for word, more in flags.items():
        yield Change(
            f"spelled-hidden-{word}",
            lambda update, more=more: added(
                update, b"/FT/Sig/T(moi)/Rect[100 500 300 600]/AP<</N %s>>%s" % (update.look(COVER), more)
            ),
            None,
        )
