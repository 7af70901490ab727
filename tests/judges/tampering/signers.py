"""Second signatures: sound and unsound ones whose look covers words, and legal ones beside a forbidden change."""

from io import BytesIO

from PIL import Image
from pyhanko.pdf_utils import generic, images
from pyhanko.pdf_utils.content import PdfResources, RawContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle, TextStampStyle

from tampering.change import Change

# A place full of words, and one that is empty.
WORDS, MARGIN = (100, 500, 450, 700), (20, 20, 80, 60)


def numbers(values):
    """A list of whole numbers."""
    return generic.ArrayObject(map(generic.NumberObject, values))


def look(kind):
    """How a signature looks."""
    if kind == "none":
        return None
    if kind == "words":
        return TextStampStyle(stamp_text="Da ky", border_width=2)
    if kind in PAINTED:
        return StaticStampStyle(background=painted(kind), background_opacity=1, border_width=0)
    shade = {"white": (255, 255, 255), "seal": (200, 0, 0)}[kind]
    sheet = images.PdfImage(Image.new("RGB", (8, 8), shade))
    return TextStampStyle(stamp_text=" ", background=sheet, background_opacity=1)


# Pictures that hide words by means that readers draw in more than one way, or little by little.
PAINTED = {
    "thin-clips": b"1 g " + b"".join(b"q 0 %.1f 600 .03 re W n 0 0 999 999 re f Q " % (at * 0.3) for at in range(700)),
    "thin-fills": b"1 g " + b"".join(b"0 %.1f 600 .02 re f " % (at * 0.3) for at in range(700)),
    "letters-not-embedded": b"1 g BT /Z 400 Tf -20 -80 Td (n) Tj ET",
    "veil": b"/V gs 1 g 0 0 350 200 re f",
    "short-dashes": b"[0.01] 0 d 0 0 m 1 0 l S",
    "letters-that-cut-on": b"BT 7 Tr /Z 40 Tf 20 20 Td (n) Tj",
    "letters-outside-text": b"BT ET 7 Tr /Z 40 Tf (n) Tj",
    "ink": b"0 g 0 0 350 200 re f",
    "strokes": b"0 G 2 w " + b"".join(b"0 %d m 350 %d l S " % (at, at) for at in range(0, 200, 6)),
}


def painted(kind):
    """A picture that is painted by these operators."""
    resources = PdfResources()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/ZapfDingbats"}
    font = generic.DictionaryObject({pdf_name(key): pdf_name(value) for key, value in font.items()})
    resources.font[pdf_name("/Z")] = font
    veil = generic.DictionaryObject({pdf_name("/ca"): generic.FloatObject(0.4)})
    resources.ext_g_state[pdf_name("/V")] = veil
    return RawContent(data=PAINTED[kind], resources=resources, box=BoxConstraints(350, 200))


def signed(pdf, signer, field=None, box=None, page=0, kind="none", also=None, style=None):
    """A file with one signature more, in a field of its own or a new one; `also` changes it in the same update.

    It looks as its kind or as a style of its own says.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    if also:
        also(writer)
    spec = None if field else SigFieldSpec("o-ky-moi", on_page=page, box=box)
    metadata = PdfSignatureMetadata(
        field_name=field or "o-ky-moi", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    pdf_signer = PdfSigner(metadata, signer, stamp_style=style or look(kind), new_field_spec=spec)
    return pdf_signer.sign_pdf(writer, existing_fields_only=spec is None).getvalue()


def broken(pdf):
    """A file whose newest signature has a wrong value."""
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    end = pdf.index(b">", start)
    value = pdf[start:end].rstrip(b"0")
    at = start + len(value) - 20
    digit = b"1" if pdf[at : at + 1] == b"0" else b"0"
    return pdf[:at] + digit + pdf[at + 1 :]


def first_page(writer):
    """The first page, to be written anew, and its reference."""
    ref = writer.find_page_for_modification(0)[0]
    writer.mark_update(ref)
    return ref.get_object(), ref


def turn(writer):
    """Turns the first page."""
    page, _ = first_page(writer)
    page[pdf_name("/Rotate")] = generic.NumberObject(90)


def draw(writer):
    """Draws over the first page."""
    page, _ = first_page(writer)
    stream = writer.add_object(generic.StreamObject(stream_data=b"1 1 1 rg 0 0 900 900 re f"))
    old = page.raw_get("/Contents")
    page[pdf_name("/Contents")] = generic.ArrayObject([*(old if isinstance(old, list) else [old]), stream])


def note(writer):
    """Puts a square on the first page."""
    _, ref = first_page(writer)
    square = {"/Type": "/Annot", "/Subtype": "/Square"}
    made = generic.DictionaryObject({pdf_name(key): pdf_name(value) for key, value in square.items()})
    made[pdf_name("/Rect")] = numbers(WORDS)
    made[pdf_name("/IC")] = numbers((1, 1, 1))
    writer.register_annotation(ref, writer.add_object(made))


def script(writer):
    """Opens the document at its last page."""
    action = {pdf_name("/S"): pdf_name("/Named"), pdf_name("/N"): pdf_name("/LastPage")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(action)
    writer.update_root()


def appearances(writer):
    """Asks for new looks of all fields."""
    form = writer.root["/AcroForm"]
    form[pdf_name("/NeedAppearances")] = generic.BooleanObject(True)
    writer.update_container(form)


def moved(writer):
    """Makes the last field as large as the page."""
    field = writer.root["/AcroForm"]["/Fields"][-1].get_object()
    field[pdf_name("/Rect")] = numbers((0, 0, 500, 800))
    writer.update_container(field)


def second_field(writer):
    """Adds a further field that nobody signs and that covers words."""
    form = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): numbers((0, 0, 9, 9)),
        },
        stream_data=b"1 1 1 rg 0 0 9 9 re f",
    )
    _, ref = first_page(writer)
    made = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Sig"),
            pdf_name("/T"): generic.pdf_string("them"),
            pdf_name("/Rect"): numbers(WORDS),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(form)}),
        }
    )
    made_ref = writer.add_object(made)
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(made_ref)
    writer.update_container(fields)
    writer.register_annotation(ref, made_ref)


ALSO = (turn, draw, note, script, appearances, moved, second_field)
# Changes of the other kinds that are made before or after a legal signature.
BESIDE = (
    "page-Rotate",
    "page-CropBox-each-referred",
    "contents-painted-over",
    "contents-object-overwritten",
    "new-room-painted",
    "new-room-painted-each-referred",
    "new-page-background",
    "new-none-bare",
    "note-Stamp-painted",
    "note-FreeText",
    "catalog-OpenAction",
    "catalog-Lang-packed",
    "form-NeedAppearances",
    "form-fields-last-removed",
    "empty-Rect",
    "empty-look-painted",
    "signed-look-painted",
    "signed-look-overwritten",
    "tree-page-copied",
    "info-title",
    "metadata-other",
    "proofs-certificate",
    "page-written-again",
)


def changes(paper, sound, unsound, others):
    """All second signatures; `sound` and `unsound` sign, `others` are the changes of the other kinds."""
    last = len(paper.pages) - 1
    own_page, own_box = paper.area(paper.empty[0])
    own = paper.at(paper.empty[0]).get(b"/T").strip(b"()").decode()
    places = {
        "own-field": {"field": own},
        "over-words": {"box": WORDS},
        "over-words-last-page": {"box": WORDS, "page": last},
        "whole-page": {"box": (0, 0, 600, 850)},
        "margin": {"box": MARGIN},
        "unseen": {},
    }
    for word, place in places.items():
        area = (own_page, own_box) if word == "own-field" else (place.get("page", 0), place.get("box") or (0, 0, 0, 0))
        kinds = ("none", "words", "white", "seal") if word != "unseen" else ("none",)
        for kind in kinds:
            expect = "allowed" if word in ("own-field", "unseen", "margin") else None
            yield Change(
                f"sound-{word}-{kind}",
                whole=lambda paper, place=place, kind=kind: signed(paper.pdf, sound, kind=kind, **place),
                expect=expect,
                sound=(area,),
            )
            yield Change(
                f"stranger-{word}-{kind}",
                whole=lambda paper, place=place, kind=kind: signed(paper.pdf, unsound, kind=kind, **place),
            )
            yield Change(
                f"broken-{word}-{kind}",
                whole=lambda paper, place=place, kind=kind: broken(signed(paper.pdf, sound, kind=kind, **place)),
            )
        for kind in PAINTED if word == "over-words" else ():
            yield Change(
                f"sound-{word}-{kind}",
                whole=lambda paper, place=place, kind=kind: signed(paper.pdf, sound, kind=kind, **place),
                expect="changed",
                sound=(area,),
            )
        for also in ALSO:
            if word in ("own-field", "margin"):
                yield Change(
                    f"sound-{word}-and-{also.__name__.replace('_', '-')}",
                    whole=lambda paper, place=place, also=also: signed(
                        paper.pdf, sound, kind="words", also=also, **place
                    ),
                    # pyHanko lets this pass; where it changes a look, that has to be told.
                    expect=None if also is appearances else "changed",
                    sound=(area,),
                )
    by_name = {change.name: change for change in others}
    for name in BESIDE:
        change = by_name[name]
        for word in ("own-field", "margin"):
            area = (own_page, own_box) if word == "own-field" else (0, MARGIN)
            rest = {"expect": "allowed" if change.expect == "allowed" else change.expect, "sound": (area,)}
            yield Change(
                f"{name}-then-sound-{word}",
                whole=lambda paper, change=change, place=places[word]: signed(
                    change.made(paper), sound, kind="words", **place
                ),
                **rest,
            )
            yield Change(
                f"sound-{word}-then-{name}",
                whole=lambda paper, change=change, place=places[word]: change.made(
                    type(paper)(signed(paper.pdf, sound, kind="words", **place))
                ),
                **rest,
            )
