"""What pages draw with, plain and odd: fonts, colours, states, layers, patterns and pictures, and grounds made of them.

A ground is a function that takes a file, its page and the page's resources, and gives the operators that paint it.
"""

import pathlib
import struct

from pikepdf import Array, Dictionary, Name, Stream, String

# How large grounds are, in points.
SIZE = (350, 200)
TINOS = pathlib.Path(__file__).parents[3] / "fonts" / "Tinos-Regular.ttf"
WORDS = b"BT /He 30 Tf 20 60 Td (Giai nhat 2026) Tj ET"


def put(pdf, resources, kind, **entries):
    """Adds resources of a kind."""
    own = Dictionary(resources.get(kind, Dictionary()))
    for name, entry in entries.items():
        own[f"/{name}"] = entry if isinstance(entry, Name) else pdf.make_indirect(entry)
    resources[kind] = own


def keyed(**entries):
    """A dictionary of these keys."""
    return Dictionary({f"/{key}": one for key, one in entries.items()})


def with_resource(kind, make, paint):
    """A ground that paints with one resource, `/X`, that is made of the file."""

    def ground(pdf, _, resources):
        put(pdf, resources, kind, X=make(pdf))
        return paint

    return ground


def font(**entries):
    """A font that is not embedded."""
    return lambda _: keyed(**{"Type": Name.Font, "Subtype": Name.Type1} | entries)


def glyphs(data):
    """Where a font of TrueType keeps its letters, and where each begins."""
    count = struct.unpack(">H", data[4:6])[0]
    tables = {}
    for at in range(12, 12 + 16 * count, 16):
        tables[bytes(data[at : at + 4])] = struct.unpack(">II", data[at + 8 : at + 16])
    long = struct.unpack(">h", data[tables[b"head"][0] + 50 : tables[b"head"][0] + 52])[0]
    begins, size = tables[b"loca"]
    shape = f">{size // 4}I" if long else f">{size // 2}H"
    places = struct.unpack(shape, data[begins : begins + size])
    return tables[b"glyf"][0], [place if long else place * 2 for place in places]


def embedded(damage=None, blank=False, **others):
    """A font that is embedded whole, or damaged, with letters by their numbers; its A is said to be a blank."""

    def make(pdf):
        data = bytearray(TINOS.read_bytes())
        if damage:
            damage(data)
        file = pdf.make_indirect(Stream(pdf, bytes(data), Length1=len(data)))
        keys = {"Flags": 4, "FontBBox": Array([0, -250, 1000, 1000]), "ItalicAngle": 0, "Ascent": 900, "Descent": -200}
        keys |= {"CapHeight": 700, "StemV": 80, "FontName": Name.Tinos, "FontFile2": file}
        descriptor = pdf.make_indirect(keyed(Type=Name.FontDescriptor, **keys))
        system = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
        keys = {"BaseFont": Name.Tinos, "CIDSystemInfo": system, "FontDescriptor": descriptor, "DW": 700}
        keys |= {"CIDToGIDMap": Name.Identity}
        descendant = keyed(Type=Name.Font, Subtype=Name.CIDFontType2, **keys)
        own = {"BaseFont": Name.Tinos, "Encoding": Name("/Identity-H"), "DescendantFonts": Array([descendant])} | others
        if blank:
            says = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0024> <0020> endbfchar"
            says = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap " + says + b" endcmap end end"
            own["ToUnicode"] = pdf.make_indirect(Stream(pdf, says))
        return keyed(Type=Name.Font, Subtype=Name.Type0, **own)

    return make


def one_letter(data):
    """Damages the letter A."""
    base, places = glyphs(data)
    data[base + places[36] : base + places[36] + 2] = b"\x7f\xff"


def whole_font(data):
    """Damages all of a font."""
    data[:400] = b"\0" * 400


def profile(curve, space=b"RGB "):
    """A colour profile of screens, but for its curve."""
    fixed = lambda number: struct.pack(">i", round(number * 65536))
    colour = lambda values: b"XYZ \0\0\0\0" + b"".join(map(fixed, values))
    red, green, blue = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)
    parts = {b"rXYZ": colour(red), b"gXYZ": colour(green), b"bXYZ": colour(blue), b"wtpt": colour((0.9642, 1, 0.8249))}
    parts |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    begin = 132 + 12 * len(parts)
    table, body = struct.pack(">I", len(parts)), b""
    for name, part in parts.items():
        table += name + struct.pack(">II", begin + len(body), len(part))
        body += part + b"\0" * (-len(part) % 4)
    head = struct.pack(">I4sI4s4s4s", begin + len(body), b"none", 0x02100000, b"mntr", space, b"XYZ ") + b"\0" * 12
    head += b"acsp" + b"\0" * 28 + b"".join(map(fixed, (0.9642, 1, 0.8249)))
    return head.ljust(128, b"\0") + table + body


def curve(*values):
    """A curve of a colour profile."""
    return b"curv\0\0\0\0" + struct.pack(f">I{len(values)}H", len(values), *values)


def coloured(space):
    """A ground of words in a colour of a space."""
    return with_resource("/ColorSpace", space, b"/X cs 0 0 0 sc " + WORDS)


def icc(data, count=3):
    """The colour space of a profile."""
    return lambda pdf: Array([Name.ICCBased, pdf.make_indirect(Stream(pdf, data, N=count))])


def function(code=b"{ }"):
    """A function in words, of one number."""
    return lambda pdf: Stream(pdf, code, FunctionType=4, Domain=Array([0, 1]), Range=Array([0, 1]))


def tinted(pdf):
    """Red, green and blue of one number."""
    code = b"{ dup dup }"
    return pdf.make_indirect(Stream(pdf, code, FunctionType=4, Domain=Array([0, 1]), Range=Array([0, 1] * 3)))


def state(**entries):
    """A ground of words that are drawn in a graphics state."""
    made = lambda pdf: keyed(**{key: one(pdf) if callable(one) else one for key, one in entries.items()})
    return with_resource("/ExtGState", made, b"/X gs " + WORDS)


def form(pdf, paint=b"", **entries):
    """A form as large as the place."""
    keys = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, *SIZE])} | entries
    return pdf.make_indirect(Stream(pdf, paint, keyed(**keys)))


def layered(configured=None, properties=None, member=None, listed=True, **layer):
    """A ground of words in a layer; the document says this of its layers."""

    def ground(pdf, _, resources):
        own = pdf.make_indirect(keyed(Type=Name.OCG, Name=String("Lớp"), **layer))
        default = keyed(**configured(own) if configured else {})
        pdf.Root.OCProperties = keyed(OCGs=Array([own] if listed else []), D=default, **properties or {})
        put(pdf, resources, "/Properties", X=member(own) if member else own)
        return b"/OC /X BDC " + WORDS + b" EMC"

    return ground


def belonging(**entries):
    """What belongs to a layer by conditions."""
    return lambda own: keyed(Type=Name.OCMD, OCGs=own, **entries)


def shading(kind, code=2, **others):
    """A gradient of blue."""
    plain = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0.5]), C1=Array([0, 0, 1]), N=1)
    coordinates = Array([0, 0, 300, 0] if kind == 2 else [100, 100, 0, 100, 100, 80])

    def make(pdf):
        made = plain if code == 2 else tinted(pdf)
        keys = {"ShadingType": kind, "ColorSpace": Name.DeviceRGB, "Coords": coordinates, "Function": made}
        return keyed(**keys | others)

    return make


def tile(pdf):
    """A pattern of dots."""
    keys = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": Array([0, 0, 9, 9]), "XStep": 9, "YStep": 9}
    keys |= {"Resources": Dictionary()}
    return Stream(pdf, b"0 0 1 rg 2 2 4 4 re f", keyed(**keys))


def gradient(make, **others):
    """A pattern of a gradient."""
    return lambda pdf: keyed(PatternType=2, Shading=make(pdf), **others)


def image(**entries):
    """A picture of eight pixels a side."""
    keys = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 8, "Height": 8, "BitsPerComponent": 8}
    keys |= {"ColorSpace": Name.DeviceGray} | entries

    def make(pdf):
        return Stream(pdf, b"\x40" * 64, keyed(**keys))

    return with_resource("/XObject", make, b"q 200 0 0 80 20 40 cm /X Do Q")


def default(space):
    """A ground of words on a page that has other colours for those of devices."""

    def ground(pdf, _, resources):
        put(pdf, resources, "/ColorSpace", **{space: Array([Name.CalGray, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])})
        return WORDS

    return ground


def in_form(ground):
    """A ground within a form within a form."""

    def outer(pdf, page, resources):
        own = Dictionary(Font=resources.Font)
        paint = ground(pdf, page, own)
        inner = form(pdf, paint, Resources=own)
        middle = form(pdf, b"/In Do", Resources=Dictionary(XObject=Dictionary(In=inner)))
        put(pdf, resources, "/XObject", Out=middle)
        return b"/Out Do"

    return outer
