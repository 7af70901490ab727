"""Pictures of sound signatures in fields that were there when the others signed, as a seal over words and signatures."""

from io import BytesIO

import pymupdf
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.content import PdfResources, RawContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.stamp import StaticStampStyle

from tampering.change import Change
from tampering.signers import PAINTED, WORDS, signed

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


def look(paint, shade=1.0, blend="Normal", size=(WIDTH, HEIGHT)):
    """A picture that these operators paint; `/V gs` makes it as opaque as `shade` says."""
    resources = PdfResources()
    state = {pdf_name("/ca"): generic.FloatObject(shade), pdf_name("/BM"): pdf_name(f"/{blend}")}
    resources.ext_g_state[pdf_name("/V")] = generic.DictionaryObject(state)
    middle = layout.AxisAlignment.ALIGN_MID
    whole = layout.SimpleBoxLayoutRule(middle, middle, margins=layout.Margins(0, 0, 0, 0))
    content = RawContent(data=paint, resources=resources, box=BoxConstraints(*size))
    return StaticStampStyle(background=content, background_layout=whole, background_opacity=1, border_width=0)


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
    sound_looks = {
        "ring": look(b"0.85 0.1 0.1 RG 2 w " + ring),
        "multiplied": look(b"/V gs 1 g " + whole + b" 0.85 0.1 0.1 RG 2 w " + ring, blend="Multiply"),
        "blue-line": look(b"0.1 0.2 0.7 RG .8 w %.2f %.2f m %.2f %.2f l S" % (left, bottom, left + width, bottom + height)),
        "red-glass": look(b"/V gs 0.9 0 0 rg " + whole, 0.3),
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
    page, (left, bottom, right, top) = area
    size = (right - left, top - bottom)
    signature = {
        "white": ("changed", look(b"1 g 0 0 999 999 re f", size=size)),
        "red": ("changed", look(b"0.8 0 0 rg 0 0 999 999 re f", size=size)),
        "ring": ("allowed", look(b"0.85 0.1 0.1 RG 2 w 5 5 %.2f %.2f re S" % (size[0] / 3, size[1] - 10), size=size)),
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
    aside = look(b"0.85 0.1 0.1 RG 2 w 5 5 30 30 re S", size=(RIGHT - 20, HEIGHT))
    yield Change(
        "new-field-over-words-that-draws-beside-them",
        whole=lambda paper: signed(paper.pdf, sound, box=beside, style=aside),
        expect="allowed",
        sound=((0, beside),),
    )
