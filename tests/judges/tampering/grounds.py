"""Sound signatures whose pictures lie over what programs may show each in another way, or not at all."""

import base64
import zlib
from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw
from pikepdf import Array, Dictionary, Name, Stream, String
from pyhanko.pdf_utils import generic, images
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.stamp import StaticStampStyle

from tampering.change import Change
from tampering.raw import Paper, Update
from tampering.resources import (
    SIZE,
    WORDS,
    belonging,
    coloured,
    curve,
    default,
    embedded,
    font,
    form,
    function,
    gradient,
    icc,
    image,
    in_form,
    keyed,
    layered,
    one_letter,
    profile,
    put,
    shading,
    state,
    tile,
    tinted,
    whole_font,
    with_resource,
)
from tampering.seals import picture
from tampering.signers import signed

# An empty place at the foot of the last page, and the fields that stand there.
PLACE = (100, 60, 100 + SIZE[0], 60 + SIZE[1])
FIELDS = ("nen-1", "nen-2", "nen-3", "nen-4")
RED, BLUE = (217, 26, 26, 255), (26, 51, 178, 255)


def nothing(*_):
    """A ground of nothing."""
    return b""


def flagged(flags):
    """Gives the first of the fields these flags."""

    def also(writer):
        fields = (one.get_object() for one in writer.root["/AcroForm"]["/Fields"])
        (own,) = (one for one in fields if one.get("/T") == FIELDS[0])
        own["/F"] = generic.NumberObject(flags)
        writer.mark_update(own.container_ref)

    return also


def paper(unsigned, sound, field, ground=nothing, also=None):
    """A paper signed once, with a ground at the foot of its last page."""
    with pikepdf.open(BytesIO(unsigned)) as pdf:
        page = pdf.pages[-1]
        resources = page.obj.Resources = Dictionary(page.resources)
        helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        put(pdf, resources, "/Font", He=helvetica)
        paint = ground(pdf, page, resources)
        stream = paint if isinstance(paint, Stream) else Stream(pdf, b"q 1 0 0 1 %d %d cm %b Q" % (*PLACE[:2], paint))
        contents = page.obj.Contents
        old = list(contents) if isinstance(contents, Array) else [contents]
        page.obj.Contents = Array([*old, pdf.make_indirect(stream)])
        last, made = len(pdf.pages) - 1, BytesIO()
        pdf.save(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none, deterministic_id=True)
    writer = IncrementalPdfFileWriter(made)
    for name in FIELDS:
        append_signature_field(writer, SigFieldSpec(name, on_page=last, box=PLACE))
    with_places = BytesIO()
    writer.write(with_places)
    return signed(with_places.getvalue(), sound, field, kind="words", also=also)


def shortened(pdf, *_):
    """A stream of operators that ends too early."""
    paint = b"q 1 0 0 1 %d %d cm %b Q " % (*PLACE[:2], WORDS) + b" ".join(b"%d 0 0 rg" % (at % 7) for at in range(999))
    stream = Stream(pdf, b"")
    stream.write(zlib.compress(paint)[:-40], filter=Name.FlateDecode)
    return stream


def in_letters(pdf, *_):
    """A stream of operators that is packed and written in letters, as ReportLab has it."""
    stream = Stream(pdf, b"")
    packed = zlib.compress(b"q 1 0 0 1 %d %d cm %b Q" % (*PLACE[:2], WORDS))
    stream.write(base64.a85encode(packed, wrapcol=76) + b"~>", filter=Array([Name.ASCII85Decode, Name.FlateDecode]))
    return stream


def annotated(_, page, *__):
    """An annotation that is none."""
    page.obj.Annots = Array([*page.obj.get("/Annots", []), None])
    return WORDS


def knocking_out(pdf):
    """A form whose parts do not lie over each other."""
    return form(pdf, b"0.2 g 20 40 200 60 re f", Group=Dictionary(S=Name.Transparency, K=True))


def form_in_layer(pdf, page, resources):
    """A form in a layer that is not shown."""
    layered(lambda own: {"OFF": Array([own])})(pdf, page, resources)
    put(pdf, resources, "/XObject", Y=form(pdf, WORDS, OC=resources.Properties.X, Resources=resources))
    return b"/Y Do"


def drawn_letters(paint):
    """A font whose letters are drawings of their own."""

    def make(pdf):
        keys = {"Type": Name.Font, "Subtype": Name.Type3, "FontBBox": Array([0, 0, 600, 700]), "FirstChar": 97, "LastChar": 97}
        keys |= {"FontMatrix": Array(["0.001", 0, 0, "0.001", 0, 0]), "Widths": Array([600])}
        keys |= {"CharProcs": Dictionary(a=pdf.make_indirect(Stream(pdf, paint)))}
        keys |= {"Encoding": Dictionary(Differences=Array([97, Name.a]))}
        keys |= {"Resources": Dictionary(Shading=Dictionary(X=shading(2)(pdf)))}
        return keyed(**keys)

    return make


def seal(box=(30, 20, 110, 110)):
    """A round seal."""
    left, bottom, width, height = box
    corners = [left * 3, (SIZE[1] - bottom - height) * 3, (left + width) * 3, (SIZE[1] - bottom) * 3]
    return picture(lambda draw: draw.ellipse(corners, outline=RED, width=6), size=SIZE)


def block(part, of=3):
    """A block of ink over a part of the place."""
    width = SIZE[0] * 3 / of
    return picture(lambda draw: draw.rectangle([part * width, 0, (part + 1) * width, SIZE[1] * 3], fill=RED), size=SIZE)


def strokes(draw):
    """A signature of many strokes."""
    for at in range(0, int(SIZE[0] * 3), 24):
        draw.line([at, 40, at + 12, SIZE[1] * 3 - 40], fill=BLUE, width=6)


PLAIN = {
    "words": lambda *_: WORDS,
    "embedded": with_resource("/Font", embedded(), b"BT /X 30 Tf 20 60 Td <002400250026> Tj ET"),
    "screen-colours": coloured(icc(profile(curve(563)))),
    "states": state(ca=1, CA=1, BM=Name.Normal, SMask=Name.__getattr__("None"), OP=False, op=False, OPM=1, SA=True),
    "in-forms": in_form(lambda *_: WORDS),
    "layers": layered(lambda own: {"Order": Array([own]), "ON": Array([own])}),
    "gradient": with_resource("/Shading", shading(2), b"q 20 40 300 80 re W n /X sh Q"),
    "gradient-pattern": with_resource(
        "/Pattern", gradient(shading(3, Extend=Array([True, True]))), b"/Pattern cs /X scn 20 40 300 80 re f"
    ),
    "tiles": with_resource("/Pattern", tile, b"/Pattern cs /X scn 20 40 300 80 re f"),
    "image": image(),
    "in-letters": in_letters,
}

UNSEEN = {
    "dingbats": with_resource("/Font", font(BaseFont=Name.ZapfDingbats), b"BT /X 40 Tf 20 60 Td (n4n4) Tj ET"),
    "symbols": with_resource("/Font", font(BaseFont=Name.Symbol), b"BT /X 40 Tf 20 60 Td (abG) Tj ET"),
    "unknown-font": with_resource("/Font", font(BaseFont=Name.Wingdings), b"BT /X 40 Tf 20 60 Td (abc) Tj ET"),
    "unknown-kind-of-font": with_resource("/Font", font(Subtype=Name.Type9), b"BT /X 40 Tf 20 60 Td (abc) Tj ET"),
    "no-such-font": lambda *_: b"BT /Nope 40 Tf 20 60 Td <c1c9cdd3> Tj ET",
    "unknown-letters": with_resource(
        "/Font",
        font(BaseFont=Name.Helvetica, Encoding=Dictionary(Differences=Array([65, Name.a10, Name.a11])), ToUnicode=Name.X),
        b"BT /X 40 Tf 20 60 Td (ABAB) Tj ET",
    ),
    "not-embedded-by-numbers": with_resource(
        "/Font",
        lambda pdf: Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.ArialMT,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.ArialMT)]),
        ),
        b"BT /X 40 Tf 20 60 Td <00240025> Tj ET",
    ),
    "letter-damaged": with_resource("/Font", embedded(one_letter), b"BT /X 40 Tf 20 60 Td <00240024> Tj ET"),
    "letter-damaged-called-blank": with_resource(
        "/Font", embedded(one_letter, blank=True), b"BT /X 40 Tf 20 60 Td <00240024> Tj ET"
    ),
    "font-damaged": with_resource("/Font", embedded(whole_font), b"BT /X 40 Tf 20 60 Td <00240024> Tj ET"),
    "letters-by-another-map": with_resource(
        "/Font", embedded(Encoding=Name("/UniGB-UCS2-H")), b"BT /X 40 Tf 20 60 Td <00240024> Tj ET"
    ),
    "layer-off": layered(lambda own: {"OFF": Array([own])}),
    "layer-off-at-first": layered(lambda own: {"BaseState": Name.OFF, "ON": Array([own])}),
    "layer-by-use": layered(
        lambda own: {"AS": Array([Dictionary(Event=Name.Print, OCGs=Array([own]), Category=Array([Name.Print]))])},
        Usage=Dictionary(Print=Dictionary(PrintState=Name.OFF)),
    ),
    "layer-of-use": layered(Usage=Dictionary(View=Dictionary(ViewState=Name.OFF))),
    "layers-in-other-ways": layered(properties={"Configs": Array([Dictionary(BaseState=Name.OFF)])}),
    "layer-not-listed": layered(listed=False),
    "layer-by-words": layered(member=lambda own: Dictionary(Type=Name.OCMD, VE=Array([Name.Not, own]))),
    "layer-by-members": layered(member=belonging(P=Name.AllOn)),
    "layer-where-all-are-off": layered(member=belonging(P=Name.AllOff)),
    "layer-of-a-form": form_in_layer,
    "default-grey": default("DefaultGray"),
    "default-grey-in-forms": in_form(default("DefaultGray")),
    "default-rgb": default("DefaultRGB"),
    "spot-colour": coloured(lambda pdf: Array([Name.Separation, Name.Gold, Name.DeviceRGB, tinted(pdf)])),
    "spot-colour-none": coloured(lambda pdf: Array([Name.Separation, Name.__getattr__("None"), Name.DeviceRGB, tinted(pdf)])),
    "spot-colours": coloured(lambda pdf: Array([Name.DeviceN, Array([Name.Gold]), Name.DeviceRGB, tinted(pdf)])),
    "measured-colours": coloured(
        lambda _: Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]), Gamma=Array([0.001] * 3))])
    ),
    "profile-all-white": coloured(icc(profile(curve(65535, 65535)))),
    "profile-upside-down": coloured(icc(profile(curve(65535, 0)))),
    "profile-of-another-kind": coloured(icc(profile(curve(563), b"CMYK"), 4)),
    "profile-broken": coloured(icc(b"not a profile" * 20)),
    "overprint": state(OP=True, op=True, OPM=1),
    "transfer": state(TR=function(b"{ pop 1 }")),
    "transfer-2": state(TR2=function(b"{ pop 1 }")),
    "black-generation": state(BG=function()),
    "halftone": state(HT=lambda pdf: Dictionary(HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round)),
    "difference": state(BM=Name.Difference),
    "blend-list": state(BM=Array([Name.Odd, Name.Difference])),
    "soft-mask": state(
        SMask=lambda pdf: Dictionary(
            S=Name.Luminosity, G=form(pdf, b"1 g 0 0 999 999 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
        )
    ),
    "knockout": with_resource("/XObject", knocking_out, b"/X Do"),
    "gradient-by-words": with_resource("/Shading", shading(2, code=4), b"q 20 40 300 80 re W n /X sh Q"),
    "gradient-by-place": with_resource("/Shading", shading(1), b"q 20 40 300 80 re W n /X sh Q"),
    "gradient-in-a-state": with_resource(
        "/Pattern", gradient(shading(2), ExtGState=Dictionary(ca=0)), b"/Pattern cs /X scn 20 40 300 80 re f"
    ),
    "image-of-another-kind": image(Filter=Name.JPXDecode),
    "image-broken": image(Filter=Name.DCTDecode),
    "image-with-others": image(Alternates=Array([])),
    "operators-cut-short": shortened,
    "operators-with-a-bracket-too-many": lambda *_: b") " + WORDS,
    "operators-with-a-number-in-two-parts": lambda *_: b"BT /He 40 Tf 20.0.0 60 Td (Muc) Tj ET",
    "operators-that-are-none": lambda *_: WORDS + b" 1 2 xyz",
    "operators-with-too-many-values": lambda *_: b"BT /He 40 Tf 5 20 60 Td (Muc) Tj ET",
    "mark-that-does-not-end": lambda *_: b"/Span BMC " + WORDS,
    "letters-outlined-widely": lambda *_: b"BT /He 0.01 Tf 2 Tr 20 w 100 60 Td (.) Tj ET",
    "letters-without-widths": with_resource(
        "/Font",
        font(BaseFont=Name.Helvetica, FirstChar=32, LastChar=126, Widths=Array([0] * 95)),
        b"BT /X 40 Tf 20 60 Td (Muc) Tj ET",
    ),
    "annotation-of-nothing": annotated,
    "letters-drawn-that-cut": with_resource("/Font", drawn_letters(b"600 0 d0 0 0 500 700 re f"), b"BT 7 Tr /X 40 Tf 20 60 Td (aaa) Tj ET"),
    "letters-drawn-unseen": with_resource("/Font", drawn_letters(b"600 0 d0 0 0 500 700 re f"), b"BT 3 Tr /X 40 Tf 20 60 Td (aaa) Tj ET"),
    "letters-drawn-by-gradients": with_resource(
        "/Font", drawn_letters(b"600 0 d0 q 0 0 500 700 re W n /X sh Q"), b"BT /X 40 Tf 20 60 Td (aaa) Tj ET"
    ),
}

# Lines that nobody reads, and lines that make words or reach farther than their ends.
FEW_LINES = b"0.5 w 0 20 m 340 20 l S 0 60 m 340 60 l S 0 100 m 340 100 l S"
DASHES = b" ".join(b"[%d 8 %d 30] 0 d 0 %d m 340 %d l S" % (4 + at % 7, 9 - at % 5, 20 + at, 20 + at) for at in range(40))
CUT = b"q BT 7 Tr /He 60 Tf 20 40 Td (1.000) Tj ET " + b" ".join(b"0 %d m 340 %d l S" % (at, at) for at in range(30, 90, 8)) + b" Q"
CORNER = b"4 w 100 M 0 j 100 -300 m 103 -60 l 106 -300 l S"


def white_words(paint):
    """Words in white on a bar of one colour."""
    return lambda *_: b"q 0.1 0.2 0.5 rg 10 20 330 100 re f 1 g " + paint + b" Q"


def pictured(pdf, _, resources):
    """White words on a bar of one colour, in a picture."""
    sheet = Image.new("RGB", (660, 200), (26, 51, 128))
    ImageDraw.Draw(sheet).text((20, 60), "Giai nhat 2026", fill=(255, 255, 255), font_size=70)
    keys = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 660, "Height": 200, "BitsPerComponent": 8}
    keys |= {"ColorSpace": Name.DeviceRGB}
    put(pdf, resources, "/XObject", X=Stream(pdf, sheet.tobytes(), keyed(**keys)))
    return b"q 330 0 0 100 10 20 cm /X Do Q"


WHITE = {
    "letters": white_words(WORDS),
    "paths": white_words(b"20 45 40 60 re 80 45 8 40 re 80 45 25 8 re 120 45 8 40 re 120 77 25 8 re f"),
    "image": pictured,
}
# Over the words, over the bar alone, and within a broad letter.
OVER = {"words": (20, 45, 90, 50), "bar": (280, 55, 30, 30), "one-letter": (30, 65, 20, 20)}


def filled_in(pdf, page, _):
    """A field of the form with a value."""
    look = form(pdf, b"/Tx BMC BT /He 24 Tf 4 10 Td (12 500 000) Tj ET EMC", BBox=Array([0, 0, 200, 40]))
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    look.Resources = Dictionary(Font=Dictionary(He=helvetica))
    left, bottom = PLACE[:2]
    keys = {"Type": Name.Annot, "Subtype": Name.Widget, "FT": Name.Tx, "T": String("so-tien"), "V": String("12 500 000")}
    keys |= {"F": 4, "P": page.obj, "DA": String("/Helv 0 Tf 0 g"), "AP": Dictionary(N=look)}
    keys |= {"Rect": Array([left + 20, bottom + 40, left + 220, bottom + 80])}
    field = pdf.make_indirect(keyed(**keys))
    pdf.Root.AcroForm.Fields.append(field)
    page.obj.Annots = Array([*page.obj.get("/Annots", Array()), field])
    return b""


def changes(unsigned, sound, field):
    """All pictures over such grounds."""
    with pikepdf.open(BytesIO(unsigned)) as pdf:
        last = len(pdf.pages) - 1
    place = ((last, PLACE),)

    def change(name, expect, ground, *styles):
        def whole(_):
            pdf = paper(unsigned, sound, field, ground)
            for name, style in zip(FIELDS, styles, strict=False):
                look = {"kind": style} if isinstance(style, str) else {"style": style}
                pdf = signed(pdf, sound, name, **look)
            return pdf

        return Change(name, whole=whole, expect=expect, sound=place)

    for name, ground in PLAIN.items():
        yield change(f"plain-{name}", "allowed", ground, seal())
    for name, ground in UNSEEN.items():
        yield change(f"unseen-{name}", "changed", ground, seal())
    for name, ground in WHITE.items():
        for over, box in OVER.items():
            yield change(f"white-{name}-over-{over}", "told", ground, seal(box))
    yield change("few-lines-hidden", "allowed", lambda *_: FEW_LINES, "words")
    for name, lines in {"dashes": DASHES, "lines-that-letters-cut": CUT, "corner-of-lines": CORNER}.items():
        yield change(f"{name}-hidden", "changed", lambda *_, lines=lines: lines, "words")
    for name, flags in {"hidden": 2, "not-viewed": 32}.items():

        def shown(_, flags=flags):
            pdf = paper(unsigned, sound, field, also=flagged(flags))
            return signed(pdf, sound, FIELDS[0], kind="words", also=flagged(132))

        yield Change(f"field-{name}-is-shown", whole=shown, expect="told", sound=place)

    def turned_and_back(_):
        pdf = paper(unsigned, sound, field)
        for value in (b"180", None):
            read = Paper(pdf)
            update = Update(read)
            update.change(read.pages[0], b"/Rotate", value)
            pdf = update.finish("table", None)
            if value:
                pdf = signed(pdf, sound, FIELDS[0], kind="words")
        return pdf

    yield Change("page-turned-and-turned-back-between-signatures", whole=turned_and_back, expect="changed", sound=place)
    odd = ("letters-that-cut-on", "letters-outside-text", "short-dashes")
    for name in odd:
        yield change(f"look-of-{name}", "changed", nothing, name)
    wide = images.PdfImage(Image.new("RGB", (30_000, 1)))
    yield change("picture-of-thirty-thousand-pixels", "changed", nothing, StaticStampStyle(background=wide, border_width=0))
    theirs = picture(strokes, size=SIZE)
    yield change("words-of-a-signature", "told", nothing, "words", seal((168, 60, 80, 80)))
    yield change("words-of-a-signature-hidden", "changed", nothing, "words", block(0, of=1))
    line = picture(lambda draw: draw.line([0, 20, 300, 60], fill=BLUE, width=6), size=SIZE)
    yield change("value-within-a-signature", "told", filled_in, line, seal())
    yield change("value-within-a-signature-hidden", "changed", filled_in, line, block(0))
    yield change("signature-hidden-by-a-third", "allowed", nothing, theirs, block(0))
    yield change("signature-hidden-little-by-little", "changed", nothing, theirs, block(0), block(1), block(2))
    yield change("signature-hidden-by-quarters", "changed", nothing, theirs, block(0, of=4), block(1, of=4), block(2, of=4))
