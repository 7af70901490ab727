"""Pictures of sound signatures in fields that were there when the others signed, as a seal over words and signatures."""

from io import BytesIO

import pymupdf
from PIL import Image, ImageDraw
from pyhanko.pdf_utils import generic, images, layout
from pyhanko.pdf_utils.content import PdfResources, RawContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.stamp import StaticStampStyle

from tampering.change import Change
from tampering.signers import PAINTED, WORDS, numbers, signed

LEFT, BOTTOM, RIGHT, TOP = WORDS
WIDTH, HEIGHT = RIGHT - LEFT, TOP - BOTTOM
# The fields over words, and the one over the first signature.
SEALS, OVER_SIGNATURE = ("dau-1", "dau-2", "dau-3", "dau-4"), "dau-chu-ky"
MARKED = "ốộếềểễấầẩẫậồổỗớờởỡợứừửữựắằẳẵặáàảãéèẻẽíìỉĩóòỏõúùủũ"


def paper(unsigned, sound, field, area):
    """A paper with places for seals over its words and over the first signature, signed in a field once."""
    writer = IncrementalPdfFileWriter(BytesIO(unsigned))
    for name in SEALS:
        append_signature_field(writer, SigFieldSpec(name, on_page=0, box=WORDS))
    page, box = area
    append_signature_field(writer, SigFieldSpec(OVER_SIGNATURE, on_page=page, box=tuple(map(int, box))))
    with_places = BytesIO()
    writer.write(with_places)
    return signed(with_places.getvalue(), sound, field, kind="words")


def letters(pdf):
    """The letters within the place, with left, bottom, width and height from its corner."""
    with pymupdf.open(stream=pdf) as document:
        page = document[0]
        blocks = page.get_text("rawdict")["blocks"]
        height = page.rect.height
    spans = [span for block in blocks for line in block.get("lines", ()) for span in line["spans"]]
    for letter in (letter for span in spans for letter in span["chars"]):
        left, top, right, bottom = letter["bbox"]
        if letter["c"].strip() and left > LEFT and right < RIGHT and height - bottom > BOTTOM and height - top < TOP:
            yield letter["c"], (left - LEFT, height - bottom - BOTTOM, right - left, bottom - top)


def filled(box):
    """The operator that fills a place."""
    return b"%.2f %.2f %.2f %.2f re f" % box


class WithImage(RawContent):
    """Operators that draw a white picture, `/I`, of these keys and this data."""

    def __init__(self, keys, data, paint):
        super().__init__(data=paint, resources=PdfResources(), box=BoxConstraints(WIDTH, HEIGHT))
        self.image = {
            "/Type": pdf_name("/XObject"),
            "/Subtype": pdf_name("/Image"),
            "/Width": generic.NumberObject(8),
            "/Height": generic.NumberObject(8),
            "/BitsPerComponent": generic.NumberObject(8),
            "/ColorSpace": pdf_name("/DeviceGray"),
        } | keys
        self.pixels = data

    def render(self):
        keys = {pdf_name(key): value for key, value in self.image.items() if value is not None}
        image = generic.StreamObject(dict_data=keys, encoded_data=self.pixels)
        self.resources.xobject[pdf_name("/I")] = self.writer.add_object(image)
        return super().render()


def drawn(keys=None, data=b"\xff" * 64, paint=b"350 0 0 200 0 0 cm /I Do"):
    """A look that draws a white picture by these keys and this data."""
    middle = layout.AxisAlignment.ALIGN_MID
    whole = layout.SimpleBoxLayoutRule(middle, middle, margins=layout.Margins(0, 0, 0, 0))
    content = WithImage(keys or {}, data, paint)
    return StaticStampStyle(background=content, background_layout=whole, background_opacity=1, border_width=0)


def look(paint, shade=1.0, blend="Normal", size=(WIDTH, HEIGHT)):
    """A picture that these operators paint; `/V gs` makes it as opaque as `shade` says."""
    resources = PdfResources()
    state = {pdf_name("/ca"): generic.FloatObject(shade), pdf_name("/BM"): pdf_name(f"/{blend}")}
    resources.ext_g_state[pdf_name("/V")] = generic.DictionaryObject(state)
    middle = layout.AxisAlignment.ALIGN_MID
    whole = layout.SimpleBoxLayoutRule(middle, middle, margins=layout.Margins(0, 0, 0, 0))
    content = RawContent(data=paint, resources=resources, box=BoxConstraints(*size))
    return StaticStampStyle(background=content, background_layout=whole, background_opacity=1, border_width=0)


def picture(draw, ground=(255, 255, 255, 0), size=(WIDTH, HEIGHT)):
    """A picture in pixels that a function draws on; the ground is transparent."""
    sheet = Image.new("RGBA", (round(size[0] * 3), round(size[1] * 3)), ground)
    draw(ImageDraw.Draw(sheet))
    middle = layout.AxisAlignment.ALIGN_MID
    whole = layout.SimpleBoxLayoutRule(middle, middle, margins=layout.Margins(0, 0, 0, 0))
    pixels = images.PdfImage(sheet, box=BoxConstraints(*size))
    style = StaticStampStyle(background=pixels, background_layout=whole, background_opacity=1, border_width=0)
    return style


def changes(paper, sound, area):
    """All pictures in the places of a paper."""
    found = list(letters(paper.pdf))
    _, one = found[len(found) // 2]
    _, marked = next(letter for letter in found if letter[0] in MARKED)
    # Some letters after another on one line.
    line = [box for _, box in found if abs(box[1] - one[1]) < 1]
    left, bottom, height = line[0][0], one[1], one[3]
    width = line[-1][0] + line[-1][2] - left
    middle = bottom + height / 2
    whole = b"0 0 %d %d re f" % (WIDTH, HEIGHT)
    ring = b"%.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c S"
    ring %= (left, middle, left + 20, middle + 60, left + 80, middle + 60, left + 100, middle)

    hiding = {
        "faint-veil": look(b"/V gs 1 g " + whole, 0.2),
        "grey-veil": look(b"/V gs 0.5 g " + whole, 0.3),
        "pale-ink": look(b"1 0.75 0.75 rg " + filled((left, bottom, width / 2, height))),
        "opaque-red": look(b"0.8 0 0 rg " + filled((left, bottom, width / 2, height))),
        "one-letter-white": look(b"1 g " + filled(one)),
        "one-letter-black": look(b"0 g " + filled(one)),
        "mark-white": look(b"1 g " + filled((marked[0], marked[1] + marked[3] * 0.66, marked[2], marked[3] * 0.34))),
        "struck-through": look(b"0 G 1 w %.2f %.2f m %.2f %.2f l S" % (left, middle, left + width, middle)),
        "strips": look(
            b"1 g " + b" ".join(b"%.2f %.2f %.2f .4 re" % (left, bottom + at, width) for at in range(12)) + b" f"
        ),
        "hairlines": look(
            b"1 G .01 w "
            + b" ".join(b"0 %.2f m %d %.2f l" % (bottom + at / 5, WIDTH, bottom + at / 5) for at in range(99))
            + b" S"
        ),
        "hair-fills": look(
            b"1 g " + b" ".join(b"0 %.2f %d .005 re" % (bottom + at / 5, WIDTH) for at in range(99)) + b" f"
        ),
        "screen": look(b"/V gs 0.9 g " + whole, blend="Screen"),
    }
    hiding |= {kind: look(b"/V gs " * (kind == "veil") + PAINTED[kind], 0.4) for kind in PAINTED if kind != "veil"}
    pixels = lambda box: [box[0] * 3, (HEIGHT - box[1] - box[3]) * 3, (box[0] + box[2]) * 3, (HEIGHT - box[1]) * 3]
    line_of_words = pixels((left, bottom, width, height))
    seal, blue, white, black = (217, 26, 26, 255), (26, 51, 178, 255), (255, 255, 255, 255), (0, 0, 0, 255)
    round_seal = pixels((left, bottom - 40, 100, 100))
    hiding |= {
        "ring-of-lines": look(b"0.85 0.1 0.1 RG 2 w " + ring),
        "blue-line-of-lines": look(b"0.1 0.2 0.7 RG .8 w 0 0 m %.2f %.2f l S" % (left + width, bottom + height)),
        "white-picture": picture(lambda draw: draw.rectangle(line_of_words, fill=white)),
        "pale-picture": picture(lambda draw: draw.rectangle(line_of_words, fill=(255, 190, 190, 255))),
        "black-picture": picture(lambda draw: draw.rectangle(pixels(one), fill=black)),
        "haze-picture": picture(lambda draw: draw.ellipse(round_seal, outline=seal, width=6), ground=(255, 255, 255, 20)),
        "red-picture": picture(lambda draw: draw.rectangle(line_of_words, fill=seal)),
        "blue-letter-picture": picture(lambda draw: draw.rectangle(pixels(one), fill=blue)),
        "white-letter-in-a-ring": picture(
            lambda draw: (draw.ellipse(round_seal, outline=seal, width=6), draw.rectangle(pixels(one), fill=white))
        ),
        "white-ground": picture(lambda draw: draw.ellipse(round_seal, outline=seal, width=6), ground=white),
    }
    # What programs read in more than one way.
    odd = {"bracket": b"] ", "dict-end": b">> ", "paren": b") ", "braces": b"{ } ", "hex": b"<zz> ", "many-Q": b"Q Q Q "}
    odd |= {"operands": b"1 2 3 4 5 6 re ", "unknown": b"xx ", "comment": b"%\n"}
    hiding |= {f"stray-{word}": look(stray + b"1 g " + whole) for word, stray in odd.items()}
    hiding |= {f"stray-{word}-picture": drawn(paint=stray + b"350 0 0 200 0 0 cm /I Do") for word, stray in odd.items()}
    hiding |= {
        "dashes": look(b"1 G 400 w [.0002 .1998] 0 d 0 100 m 350 100 l S"),
        "dash-phase": look(b"1 G 400 w [3] 7 d 0 100 m 350 100 l S"),
        "point": look(b"1 G 1 J 900 w 175 100 m 175 100 175 100 175 100 c S"),
        "layer": look(b"/Span <</OC /None>> BDC 1 g " + whole + b" EMC"),
        "plain-picture": drawn(),
        "turned-picture": drawn(paint=b"-350 0 0 -200 350 200 cm /I Do"),
        "sheared-picture": drawn(paint=b"350 1 1 200 0 0 cm /I Do"),
        "thin-pictures": drawn(paint=b" ".join(b"q 350 0 0 .02 0 %.1f cm /I Do Q" % (at * 0.3) for at in range(60))),
        "short-data": drawn(data=b"\xff" * 60),
        "long-data": drawn(data=b"\xff" * 70),
        "mask-colours": drawn({"/Mask": numbers((255,))}),
        "decode": drawn({"/Decode": numbers((1, 0))}, data=b"\0" * 64),
        "stencil": drawn({"/ImageMask": generic.BooleanObject(True), "/ColorSpace": None, "/BitsPerComponent": None}),
        "run-length": drawn({"/Filter": pdf_name("/RunLengthDecode")}, data=b"\xc1\xff"),
        "no-filter-of-that-name": drawn({"/Filter": pdf_name("/None")}),
        "one-bit": drawn({"/BitsPerComponent": generic.NumberObject(1)}),
        "no-bits": drawn({"/BitsPerComponent": None}),
    }
    sound_looks = {
        "ring-picture": picture(lambda draw: draw.ellipse(round_seal, outline=seal, width=6)),
        "blue-line-picture": picture(lambda draw: draw.line(line_of_words, fill=blue, width=3)),
        "thin-glass-picture": picture(lambda draw: draw.rectangle(line_of_words, fill=(217, 26, 26, 70))),
    }
    place = ((0, WORDS),)
    for expect, looks in (("changed", hiding), ("allowed", sound_looks)):
        for word, style in looks.items():
            yield Change(
                f"seal-{word}",
                whole=lambda paper, style=style: signed(paper.pdf, sound, SEALS[0], style=style),
                expect=expect,
                sound=place,
            )

    def added_up(paper):
        """The words a little paler with each signature."""
        pdf = paper.pdf
        for name in SEALS:
            pdf = signed(pdf, sound, name, style=look(b"/V gs 1 g " + whole, 0.03))
        return pdf

    yield Change("seal-veils-added-up", whole=added_up, sound=place)

    def late(paper):
        """Ink over words in a field that came empty, in an update of its own, after the first signature."""
        writer = IncrementalPdfFileWriter(BytesIO(paper.pdf))
        append_signature_field(writer, SigFieldSpec("dau-muon", on_page=0, box=WORDS))
        added = BytesIO()
        writer.write(added)
        return signed(added.getvalue(), sound, "dau-muon", style=sound_looks["ring-picture"])

    yield Change("seal-in-a-late-field", whole=late, sound=place)
    clipped_or_far = {"clipped": b"q 0 0 350 200 re W n Q 350 0 0 200 0 0 cm /I Do", "far": b"q 350 0 0 200 4294967296 0 cm /I Do Q"}
    for word, paint in clipped_or_far.items():
        yield Change(
            f"seal-odd-place-{word}",
            whole=lambda paper, paint=paint: signed(paper.pdf, sound, SEALS[0], style=drawn(paint=paint)),
            sound=place,
        )
    page, (left, bottom, right, top) = area
    size = (right - left, top - bottom)
    signature = {
        "white": ("changed", look(b"1 g 0 0 999 999 re f", size=size)),
        "red": ("changed", look(b"0.8 0 0 rg 0 0 999 999 re f", size=size)),
        "lines": ("changed", look(b"0.85 0.1 0.1 RG 2 w 5 5 %.2f %.2f re S" % (size[0] / 3, size[1] - 10), size=size)),
        "ring": ("allowed", picture(lambda draw: draw.ellipse([0, 0, 120, 120], outline=seal, width=6), size=size)),
        "red-picture": ("changed", picture(lambda draw: None, ground=seal, size=size)),
        "white-picture": ("changed", picture(lambda draw: None, ground=white, size=size)),
    }
    for word, (expect, style) in signature.items():
        yield Change(
            f"signature-under-{word}",
            whole=lambda paper, style=style: signed(paper.pdf, sound, OVER_SIGNATURE, style=style),
            expect=expect,
            sound=((page, area[1]),),
        )
    # A field of its own whose picture leaves the words alone.
    beside = (20, BOTTOM, RIGHT, TOP)
    aside = picture(lambda draw: draw.ellipse([9, 9, 99, 99], outline=seal, width=6), size=(RIGHT - 20, HEIGHT))
    yield Change(
        "new-field-over-words-that-draws-beside-them",
        whole=lambda paper: signed(paper.pdf, sound, box=beside, style=aside),
        expect="allowed",
        sound=((0, beside),),
    )
