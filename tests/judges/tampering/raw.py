"""A PDF file as its bytes, and updates to it that are written by hand, so that any syntax can be tried.

Values are bytes as they stand in the file. Only papers are read whose objects stand open in the file, as thidua and
pyHanko write them.
"""

import re
import zlib
from dataclasses import dataclass, field

SPACE = b"\0\t\n\x0c\r "
REFERENCE = re.compile(rb"(\d+)\s+(\d+)\s+R(?![A-Za-z])")
ATOM = re.compile(rb"[^\0\t\n\x0c\r ()<>\[\]{}/%]+")


def skip_space(text, at):
    """Where the next value begins."""
    while at < len(text) and text[at] in SPACE:
        at += 1
    return at


def skip_value(text, at):
    """Where the value ends that begins here."""
    if text.startswith(b"<<", at):
        return skip_until(text, at + 2, b">>")
    if text.startswith(b"[", at):
        return skip_until(text, at + 1, b"]")
    if text.startswith(b"(", at):
        depth, at = 1, at + 1
        while depth:
            depth += {ord("("): 1, ord(")"): -1}.get(text[at], 0)
            at += 2 if text[at] == ord("\\") else 1
        return at
    if text.startswith(b"<", at):
        return text.index(b">", at) + 1
    reference = REFERENCE.match(text, at)
    return (reference or ATOM.match(text, at + text.startswith(b"/", at))).end()


def skip_until(text, at, end):
    """Where a list or dictionary ends."""
    at = skip_space(text, at)
    while not text.startswith(end, at):
        at = skip_space(text, skip_value(text, at))
    return at + len(end)


def items(text):
    """The values of a list."""
    found, at = [], skip_space(text, text.index(b"[") + 1)
    while not text.startswith(b"]", at):
        end = skip_value(text, at)
        found.append(text[at:end])
        at = skip_space(text, end)
    return found


def number(reference):
    """The number of the object to which a reference points; nothing for another value."""
    match = REFERENCE.fullmatch(reference or b"")
    return int(match[1]) if match else None


class Dict:
    """A dictionary, and the stream after it where there is one, whose entries keep their order."""

    def __init__(self, text):
        self.pairs, at = [], skip_space(text, text.index(b"<<") + 2)
        while not text.startswith(b">>", at):
            end = ATOM.match(text, at + 1).end()
            key, at = text[at:end], skip_space(text, end)
            end = skip_value(text, at)
            self.pairs.append((key, text[at:end]))
            at = skip_space(text, end)
        self.rest = text[at + 2 :]

    def get(self, key):
        """The value of a key such as `/Rect`."""
        return dict(self.pairs).get(key)

    def set(self, key, value):
        """Changes or adds an entry; without a value it is removed."""
        at = next((at for at, (own, _) in enumerate(self.pairs) if own == key), len(self.pairs))
        self.pairs[at : at + 1] = [] if value is None else [(key, value)]
        return self

    def extended(self, key, value):
        """Adds a value to a list that stands within."""
        old = self.get(key) or b"[]"
        return self.set(key, old[:-1] + b" " + value + b"]")

    def text(self):
        """The dictionary as it is written."""
        return b"<<" + b"".join(key + b" " + value for key, value in self.pairs) + b">>" + self.rest


class Paper:
    """A file, read as far as changing it needs."""

    def __init__(self, pdf):
        self.pdf = pdf
        trailer = Dict(pdf[pdf.rindex(b"trailer") :])
        self.start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
        self.size, self.kept = int(trailer.get(b"/Size")), {}
        for key in (b"/Root", b"/Info", b"/ID"):
            if trailer.get(key):
                self.kept[key] = trailer.get(key)
        self.root, self.info = number(trailer.get(b"/Root")), number(trailer.get(b"/Info"))
        self.tree = number(self.at(self.root).get(b"/Pages"))
        self.pages = [number(page) for page in items(self.at(self.tree).get(b"/Kids"))]
        form = self.at(self.root).get(b"/AcroForm")
        self.form_number = number(form)
        self.form = self.at(self.form_number) if self.form_number else Dict(form)
        self.fields = [number(one) for one in items(self.form.get(b"/Fields"))]
        signed = [one for one in self.fields if self.at(one).get(b"/V")]
        self.empty = [one for one in self.fields if one not in signed and self.at(one).get(b"/FT") == b"/Sig"]
        # Oldest first: signatures stand in the file as they were made.
        self.signed = sorted(signed, key=lambda one: self.place(number(self.at(one).get(b"/V"))))

    def place(self, wanted):
        """Where the newest writing of an object begins."""
        marks = re.finditer(rb"(?<![0-9])%d 0 obj\b" % wanted, self.pdf)
        return [mark.start() for mark in marks][-1]

    def source(self, wanted):
        """An object as it is written."""
        start = self.place(wanted)
        start += len(b"%d 0 obj" % wanted)
        return self.pdf[start : self.pdf.index(b"endobj", start)].strip(SPACE)

    def at(self, wanted):
        """An object that is a dictionary or a stream."""
        return Dict(self.source(wanted))

    def dictionary(self, value):
        """The dictionary that a value is or refers to."""
        return self.at(number(value)) if number(value) else Dict(value)

    def covered(self):
        """How many bytes the first signature covers with its value."""
        ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", self.pdf)
        return min(int(one[2]) + int(one[3]) for one in ranges)

    def area(self, wanted):
        """The page, counted from 0, and the corners of a field."""
        found = self.at(wanted)
        page = self.pages.index(number(found.get(b"/P")))
        return page, [float(one) for one in items(found.get(b"/Rect"))]


@dataclass
class Oddities:
    """What may be wrong with a section: see `Update.finish`."""

    size: int | None = None
    previous: int | None = None
    start: int | None = None
    keys: bytes = b""
    root: bytes | None = None
    lines: bytes = b""
    entries: list = field(default_factory=list)
    surplus: bytes = b""
    after: bytes = b""
    before: bytes = b""
    widths: tuple = (1, 4, 2)
    ending: bytes = b"\n%%EOF\n"
    without_previous: bool = False


class Update:
    """An update to a paper that is being written."""

    def __init__(self, paper):
        self.paper, self.next = paper, paper.size
        self.objects, self.packed, self.generations, self.heads = {}, {}, {}, {}

    def put(self, wanted, body):
        """Writes an object, old or new."""
        self.objects[wanted] = body.text() if isinstance(body, Dict) else body
        return wanted

    def add(self, body):
        """Writes a new object; its reference."""
        self.next += 1
        self.put(self.next - 1, body)
        return b"%d 0 R" % (self.next - 1)

    def pack(self, body):
        """Writes a new object into a stream of objects; its reference."""
        self.next += 1
        self.packed[self.next - 1] = body
        return b"%d 0 R" % (self.next - 1)

    def stream(self, content, **keys):
        """A new stream; its reference."""
        told = b"".join(b"/%s %s" % (key.encode(), value) for key, value in keys.items())
        return self.add(b"<<%s/Length %d>>stream\n%s\nendstream" % (told, len(content), content))

    def look(self, content, box=(0, 0, 100, 100), more=b"", resources=b"<<>>"):
        """A new form that draws something; its reference."""
        corners = b" ".join(b"%g" % one for one in box)
        head = b"/Type/XObject/Subtype/Form/BBox[%s]/Resources %s%s" % (corners, resources, more)
        return self.add(b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(content), content))

    def edit(self, wanted):
        """An object as this update leaves it, to be changed and put back."""
        return Dict(self.objects[wanted]) if wanted in self.objects else self.paper.at(wanted)

    def change(self, wanted, key, value):
        """Changes one entry of an object."""
        self.put(wanted, self.edit(wanted).set(key, value))

    def finish(self, form="table", odd=None):
        """The whole file, the section at its end a `table`, a `stream` or both (`hybrid`)."""
        odd = odd or Oddities()
        out = bytearray(self.paper.pdf)
        if not out.endswith((b"\n", b"\r")):
            out += b"\n"
        if self.packed and form == "table":
            form = "stream"
        out += odd.before
        places, objects = {}, dict(self.objects)
        if self.packed:
            holder, self.next = self.next, self.next + 1
            objects[holder] = packed_stream(self.packed)
        for wanted, body in objects.items():
            places[wanted] = len(out)
            usual = b"%d %d obj\n" % (wanted, self.generations.get(wanted, 0))
            out += self.heads.get(wanted, usual) + body + b"\nendobj\n"
        entries = [(wanted, 1, place, self.generations.get(wanted, 0)) for wanted, place in places.items()]
        inner = [(wanted, 2, holder, at) for at, wanted in enumerate(self.packed)]
        if form == "stream":
            start = len(out)
            own, self.next = self.next, self.next + 1
            entries = [*entries, *inner, (own, 1, start, 0), *odd.entries]
            out += self.section(own, entries, odd, b"")
        else:
            also = b""
            if form == "hybrid":
                hidden, own, self.next = len(out), self.next, self.next + 1
                out += self.section(own, inner or [(own, 1, hidden, 0)], odd, b"")
                also = b"/XRefStm %d" % hidden
            start = len(out)
            out += b"xref\n0 1\n0000000000 65535 f \n"
            out += b"".join(b"%d 1\n%010d %05d n \n" % (one[0], one[2], one[3]) for one in entries)
            out += odd.lines + b"trailer\n<<" + self.trailer(odd) + also + b">>\n"
        out += odd.after
        out += b"startxref\n%d%s" % (start if odd.start is None else odd.start, odd.ending)
        return bytes(out)

    def trailer(self, odd):
        """The keys of a trailer."""
        kept = {**self.paper.kept, **({b"/Root": odd.root} if odd.root else {})}
        previous = self.paper.start if odd.previous is None else odd.previous
        keys = b"".join(key + b" " + value for key, value in kept.items())
        keys += b"" if odd.without_previous else b"/Prev %d" % previous
        return b"/Size %d" % (self.next if odd.size is None else odd.size) + keys + odd.keys

    def section(self, own, entries, odd, also):
        """A cross-reference stream."""
        entries = sorted(entries)
        index = b" ".join(b"%d 1" % one[0] for one in entries)
        data = b"".join(
            b"".join(value.to_bytes(width, "big") for value, width in zip(one[1:], odd.widths, strict=True) if width)
            for one in entries
        )
        data = zlib.compress(data + odd.surplus)
        told = b"/Type/XRef/W[%d %d %d]/Index[%s]/Filter/FlateDecode/Length %d" % (*odd.widths, index, len(data))
        return b"%d 0 obj\n<<%s%s%s>>stream\n%s\nendstream\nendobj\n" % (own, told, self.trailer(odd), also, data)


def packed_stream(objects):
    """A stream that holds objects."""
    heads, bodies = [], b""
    for wanted, body in objects.items():
        heads.append(b"%d %d" % (wanted, len(bodies)))
        bodies += body + b"\n"
    head = b" ".join(heads) + b"\n"
    data = zlib.compress(head + bodies)
    told = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d" % (len(objects), len(head), len(data))
    return b"<<%s>>stream\n%s\nendstream" % (told, data)
