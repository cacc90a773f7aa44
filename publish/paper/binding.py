"""What becomes of printed pages: links that lead somewhere, page numbers, one book of them all."""

from pikepdf import Array, Dictionary, Name, NumberTree, OutlineItem, Pdf

SIZE, FOOT = 9, 28  # of a page number, and its height above the paper's edge, in points
DIGIT = 0.556 * SIZE  # Helvetica's digits are all this wide


def respell(pdf, headings):
    """Chromium drops the space where a heading's line ends: take the words from the page."""
    spelled = {"".join(heading.split()): heading for heading in headings}
    with pdf.open_outline() as outline:
        for item in items(outline.root):
            item.title = spelled.get("".join(item.title.split()), item.title)


def items(entries):
    for entry in entries:
        yield entry
        yield from items(entry.children)


def single(pdf, home, address):
    """A page for itself: links to other pages lead to the published ones, or nowhere."""
    for link, path in links_within(pdf, home):
        lead_to_web(link, path, address)
    number(pdf, pdf.pages)


def bind(front, parts, home, address):
    """One book: the front, then the parts by their path in the site, as opened PDF files."""
    book = Pdf.new()
    tags = Tags(book)
    places, outlines = {}, []
    for path, part in {"": front, **parts}.items():
        name_own_links(part, home + path)
        first = len(book.pages)
        book.pages.extend(part.pages)
        tags.add(part, book.pages[first:])
        moved = {page.objgen: book.pages[first + at].obj for at, page in enumerate(part.pages)}
        places[path] = Array([book.pages[first].obj, Name.Fit])
        for name, place in part.Root.get("/Dests", {}).items():
            places[f"{path}#{name[1:]}"] = in_book(place, moved)
        with part.open_outline() as outline:
            outlines += [copied(item, moved) for item in outline.root]
    for link, path in links_within(book, home):
        lead_within(link, path, places, address)
    with book.open_outline() as outline:
        outline.root.extend(outlines)
    number(book, book.pages[len(front.pages) :])
    count_from_first_part(book, len(front.pages))
    return book


def name_own_links(part, address):
    """Links within a page become links to its address, like those from other pages."""
    for page in part.pages:
        for link in page.get("/Annots", []):
            if "/Dest" in link:
                name = str(link.Dest)[1:]
                link.A = Dictionary(S=Name.URI, URI=f"{address}#{name}")
                del link["/Dest"]


def links_within(pdf, home):
    """Links from page to page, and the part of their address that follows the site's."""
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            address = str(link.get("/A", {}).get("/URI", ""))
            if address.startswith(home):
                yield link, address.removeprefix(home)


def lead_within(link, path, places, address):
    if path in places:
        link.Dest = places[path]
        del link["/A"]
    else:
        lead_to_web(link, path, address)


def lead_to_web(link, path, address):
    if address:
        link.A.URI = address + path
    else:
        del link["/A"]


def in_book(place, moved):
    """A page and a position on it, for the copy of that page."""
    page, *position = place
    return Array([moved[page.objgen], *position])


def copied(item, moved):
    twin = OutlineItem(item.title, in_book(item.destination, moved))
    twin.children.extend(copied(child, moved) for child in item.children)
    return twin


def number(pdf, pages):
    """Write 1, 2, 3 at the foot, marked as no part of the text."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    font = pdf.make_indirect(font)
    for count, page in enumerate(pages, 1):
        name = page.add_resource(font, Name.Font)
        left = (float(page.mediabox[2]) - DIGIT * len(str(count))) / 2
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(
            f"\nQ /Artifact <</Type /Pagination>> BDC BT {name} {SIZE} Tf"
            f" {left:.1f} {FOOT} Td ({count}) Tj ET EMC".encode()
        )


def count_from_first_part(book, front):
    """A viewer's page numbers are those on paper; the front has small Roman ones."""
    book.Root.PageLabels = Dictionary(
        Nums=[0, Dictionary(S=Name.r), front, Dictionary(S=Name.D, St=1)]
    )


class Tags:
    """The structure that screen readers follow: one tree, from the trees of the parts.

    A page and a link know their place in it by a number, which goes on counting from part to part.
    """

    def __init__(self, book):
        self.book = book
        self.numbered = NumberTree.new(book)
        self.next = 0
        book.Root.StructTreeRoot = book.make_indirect(
            Dictionary(Type=Name.StructTreeRoot, K=[], ParentTree=self.numbered.obj)
        )
        book.Root.MarkInfo = Dictionary(Marked=True)

    def add(self, part, pages):
        tree, root = self.book.copy_foreign(part.Root.StructTreeRoot), self.book.Root.StructTreeRoot
        tops = tree.K if isinstance(tree.K, Array) else [tree.K]
        for top in tops:
            top.P = root
            root.K.append(top)
        for number, element in NumberTree(tree.ParentTree).items():
            self.numbered[self.next + number] = element
        for page in pages:
            page.obj["/StructParents"] += self.next
            for link in page.get("/Annots", []):
                link["/StructParent"] += self.next
        self.next += int(tree.ParentTreeNextKey)
        root.ParentTreeNextKey = self.next
