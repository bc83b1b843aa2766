"""An HTML page for tests."""

HEAD = """<meta property="og:site_name" content="The Bay Herald"><meta property="og:title" content="Ferry strike ends">
<meta property="article:published_time" content="2024-05-02T08:30:00+02:00"><meta name="author" content="Ana Novak, Jan Dvorak">
<link rel="canonical" href="https://bay.example/ferry">"""
TEXT = """Ferry strike ends
The strike of the ferry crews in the bay ended on Thursday after nine days, the port authority said in a short note.
“We will sail again tomorrow,” said Ana Novak, who leads the union of the crews. “Nobody has won & nobody has lost in these nine days.”
An official of the port, who asked not to be named, called the agreement fragile and said that talks about pay would go on in June."""


def page(head: str = HEAD, text: str = TEXT) -> bytes:
    title, *paragraphs = text.replace("&", "&amp;").split("\n")
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Bay Herald</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>{title}</h1>{body}</article>
<section id="comments"><p>First comment: rubbish, nobody should believe a word of all of this.</p></section>
<footer>© 2019 The Bay Herald. All rights reserved. Cookie policy</footer></body></html>""".encode()
