"""New fields that are annotations of another kind, looks and numbers that programs place each elsewhere, and empty time-stamps."""

from PIL import Image, ImageDraw
from pyhanko.pdf_utils import generic, images, layout
from pyhanko.pdf_utils.content import PdfResources, RawContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.stamp import StaticContentStamp, StaticStampStyle

from tampering.change import BAR, Change
from tampering.fields import NONE, ROOM, added, show
from tampering.notes import KINDS
from tampering.raw import Dict, Paper, Update
from tampering.seals import HEIGHT, OVER_SIGNATURE, SEALS, WIDTH
from tampering.signers import MARGIN as CORNERS
from tampering.signers import WORDS, signed

MARGIN = b"[%d %d %d %d]" % CORNERS
SIG = b"/FT/Sig/T(moi)/F 4"
# Places that take up room for one way of counting alone.
NEARLY_NONE = {"": NONE, "-by-a-hair": b"[100 100 100.0000001 100.0000001]"}
# Where a look is, by numbers that are lost in one program.
ASKEW = {
    "far-matrix": ((0, 0, 100, 100), b"/Matrix[1 0 0 1 100000 0]"),
    "huge-matrix": ((0, 0, 100, 100), b"/Matrix[100000000000000000 0 0 100000000000000000 0 0]"),
    "large-matrix": ((0, 0, 100, 100), b"/Matrix[100000 0 0 100000 0 0]"),
    "far-box": ((16777216, 16777216, 16777218, 16777218), b""),
    "small-box": ((0, 0, 0.5, 0.5), b""),
}
# Numbers that programs read each in another way.
NUMBERS = {
    "many-digits": b"1." + b"0" * 25,
    "long-fraction": b"0." + b"1" * 18,
    "large": b"2147483649",
    "large-real": b"18446744073709551616.5",
}
EMPTY_STAMPS = {"empty": b"<>", "zeros": b"<" + b"0" * 4000 + b">", "garbage": b"<" + b"30" * 2000 + b">"}


def changes(paper):
    """All changes of these kinds."""
    yield from other_kinds()
    for word, (box, more) in ASKEW.items():
        for place, rect in {"": ROOM, "-nowhere": NONE}.items():

            def do(update, box=box, more=more, rect=rect):
                added(update, SIG + b"/Rect %s/AP<</N %s>>" % (rect, update.look(BAR, box, more)))

            yield Change(f"kind-look-{word}{place}", do)
    for word, one in NUMBERS.items():
        entries = SIG + b"/Rect %s/MK<</R %s>>" % (NONE, one)
        yield Change(f"kind-number-{word}", lambda update, entries=entries: added(update, entries))

        def packed(update, one=one):
            added(update, SIG + b"/Rect %s/Lock %s" % (NONE, update.pack(b"<</Action/All/Number %s>>" % one)))

        yield Change(f"kind-number-{word}-packed", packed)
    for word, contents in EMPTY_STAMPS.items():
        yield Change(f"kind-stamp-{word}", whole=lambda paper, contents=contents: stamped(paper, contents))


def other_kinds():
    """Fields for signatures that say that they are annotations of each kind, and kids of such kinds."""
    for kind, more in KINDS.items():
        if kind == "Widget":
            continue
        for word, rect in NEARLY_NONE.items():

            def do(update, kind=kind, more=more, rect=rect):
                entries = SIG + b"/Rect %s%s" % (rect, more)
                made = update.next
                added(update, entries)
                update.put(made, update.edit(made).set(b"/Subtype", b"/" + kind.encode()))

            yield Change(f"kind-{kind}{word}", do)
        if b"/QuadPoints" in more or b"/InkList" in more:
            entries = SIG + b"/Rect %s%s" % (NONE, more)
            yield Change(f"kind-{kind}-called-widget", lambda update, entries=entries: added(update, entries))

    def text_kid(update):
        page = update.paper.pages[0]
        head = update.next + 1
        kid = b"<</Type/Annot/Subtype/Widget/FT/Tx/V(Giai nhat)/Parent %d 0 R/P %d 0 R/F 4/Rect %s>>"
        made = update.add(kid % (head, page, NONE))
        added(update, b"/FT/Sig/T(moi)/Kids[%s]/Rect %s" % (made, NONE), shown=False)
        show(update, page, made)

    yield Change("kind-text-kid", text_kid)


def stamped(paper, contents):
    """A file with a time-stamp of nobody more, over all of it, which shows something in a field of its own."""
    update = Update(paper)
    room = b"0000000000 " * 4
    keys = b"/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161"
    value = update.add(b"<<%s/ByteRange[%s]/Contents%s>>" % (keys, room, contents))
    added(update, SIG + b"/Rect %s/V %s/AP<</N %s>>" % (MARGIN, value, update.look(BAR)))
    pdf = update.finish()
    start = pdf.rindex(b"/Contents<") + len(b"/Contents")
    end = start + len(contents)
    ranges = b"0 %d %d %d" % (start, end, len(pdf) - end)
    at = pdf.rindex(room)
    return pdf[:at] + ranges.ljust(len(room)) + pdf[at + len(room) :]


class Moved(images.PdfImage):
    """A picture that is moved and sized so often before it is drawn."""

    moves = 0

    def render(self):
        return b"2 0 0 2 0 0 cm .5 0 0 .5 0 0 cm " * self.moves + super().render()


def moved(times, width=WIDTH, height=HEIGHT):
    """How a seal looks that is moved so often."""
    sheet = Image.new("RGBA", (round(width * 3), round(height * 3)), (255, 255, 255, 0))
    ImageDraw.Draw(sheet).ellipse([5, 5, 120, 120], outline=(217, 26, 26, 255), width=6)
    drawn = Moved(sheet, box=BoxConstraints(width, height))
    drawn.moves = times
    middle = layout.AxisAlignment.ALIGN_MID
    whole = layout.SimpleBoxLayoutRule(middle, middle, margins=layout.Margins(0, 0, 0, 0))
    return StaticStampStyle(background=drawn, background_layout=whole, background_opacity=1, border_width=0)


class Askew(StaticContentStamp):
    """A stamp whose form has a box and a matrix of its own."""

    shape = ()

    def as_form_xobject(self):
        form = super().as_form_xobject()
        for key, values in zip(("/BBox", "/Matrix"), self.shape, strict=True):
            form[pdf_name(key)] = floats(values)
        return form


class AskewStyle(StaticStampStyle):
    """How a stamp looks that is in such a box and turned by such a matrix."""

    def create_stamp(self, writer, box, text_params):
        made = Askew(writer, self, box=box)
        made.shape = self.background.shape
        return made


def askew(box, matrix):
    """How a signature looks in such a box and turned by such a matrix."""
    drawn = RawContent(data=b"0 g 0 0 1 1 re f", resources=PdfResources(), box=BoxConstraints(100, 100))
    drawn.shape = box, matrix
    return AskewStyle(background=drawn, background_opacity=1, border_width=0)


def floats(values):
    """A list of numbers."""
    return generic.ArrayObject(map(generic.FloatObject, values))


def defaults(pdf, entries):
    """A file whose form has further entries since."""
    update = Update(Paper(pdf))
    paper = update.paper
    if paper.form_number:
        form = update.edit(paper.form_number)
        return update.put(paper.form_number, Dict(form.text()[:-2] + entries + b">>")) and update.finish()
    form = Dict(paper.at(paper.root).get(b"/AcroForm")).text()
    update.change(paper.root, b"/AcroForm", form[:-2] + entries + b">>")
    return update.finish()


def filled_in(unsigned, sound, field):
    """A signed paper with a text that no program shows yet: it has no look, and the form no font for it."""
    update = Update(Paper(unsigned))
    added(update, b"/FT/Tx/T(chu)/V %s/F 4/Rect %s" % (update.add(b"(Giai nhat)"), ROOM))
    return signed(update.finish(), sound, field)


def pictures(paper, sound, unsigned, field, theirs):
    """Pictures of sound signatures over words, and over nothing, by numbers that are lost in one program."""
    empty = paper.at(paper.empty[0]).get(b"/T").strip(b"()").decode()
    area = paper.area(paper.empty[0])
    for times in (0, 3):
        yield Change(
            f"moved-{times}-times",
            whole=lambda paper, times=times: signed(paper.pdf, sound, SEALS[0], style=moved(times)),
            expect="changed" if times else "allowed",
            sound=((0, WORDS),),
        )
    shapes = {
        "far-matrix": ((0, 0, 100, 100), (1, 0, 0, 1, 100000, 0)),
        "large-matrix": ((0, 0, 100, 100), (100000, 0, 0, 100000, 0, 0)),
        "far-box": ((30000, 30000, 30002, 30002), (1, 0, 0, 1, 0, 0)),
        "small-box": ((0, 0, 0.5, 0.5), (1, 0, 0, 1, 0, 0)),
    }
    for word, (box, matrix) in shapes.items():

        def whole(paper, box=box, matrix=matrix):
            return signed(paper.pdf, sound, empty, style=askew(box, matrix))

        yield Change(f"look-{word}", whole=whole, sound=(area,))
    page, (left, bottom, right, top) = theirs
    yield Change(
        "seal-over-a-signature",
        whole=lambda paper: signed(paper.pdf, sound, OVER_SIGNATURE, style=moved(0, right - left, top - bottom)),
        expect="told",
        sound=((page, theirs[1]),),
    )
    helvetica = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    entries = {"font": b"/DA(/He 12 Tf 0 g)/DR<</Font<</He %s>>>>" % helvetica, "side": b"/Q 2"}
    for word, one in entries.items():
        yield Change(
            f"form-{word}-for-a-text-without-a-look",
            whole=lambda _, one=one: defaults(filled_in(unsigned, sound, field), one),
        )
