"""Pages: what a browser shows, sorted into segments, mapped back to the page's text content."""

from datetime import date

import pytest

from crossclaim.ingest import Kind, ReadOptions, Unread, read_capture, text_content
from crossclaim.ingest.dom import parse_page
from crossclaim.ingest.roles import find_role, load_layout
from crossclaim.model import Capture, Document, PublishedDate, SegmentKind

PAGE = """<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8"><title>Army retakes the heights | The Ledger</title>
<meta property="og:site_name" content="The Ledger">
<meta property="article:published_time" content="2021-02-19T10:00:00Z">
<link rel="canonical" href="https://ledger.example/heights"><script>var a = "<p>no</p>";</script></head>
<body class="single sidebar comments-open">
<header><a href="/">The Ledger</a>
<nav><ul><li><a href="/n">News</a></li><li><a href="/w">World</a></li></ul></nav></header>
<main><article class="post comments-open"><h1>Army retakes the heights</h1><p class="byline">By Jane Doe</p>
<time datetime="2021-02-19">19 February 2021</time>
<figure><img src="x" alt="not this"><figcaption>Smoke over the heights, where 12 died</figcaption></figure>
<p>MARIB (Agency) - The army, backed by   coalition jets, recaptured the heights on Friday&nbsp;morning,
killing at least <b>45</b> fighters, he said. 💥 قُتل خمسة.</p>
<p>"They pushed hundreds of men into the battle," he said, putting his own dead at six in all.</p>
<div class="related"><h3>Read also</h3><ul><li><a href="/x">Rebels shell market, kill 12</a></li></ul></div>
<p>Aircraft carried out <!-- ad -->a dozen sorties, destroying a tank and two artillery pieces, he added.<br>Late
on Friday a missile landed in an empty area.</p><p>Share this: <a>Facebook</a> <a>Twitter</a></p></article>
<div id="comments" class="comments-area"><h2>2 thoughts on “Army retakes the heights”</h2><ol class="commentlist">
<li class="comment"><p>I heard 500 dead in that battle, my cousin was there and saw all of it happen.</p></li></ol>
<div id="respond"><h3>Leave a Reply</h3><p>Your email address will not be published.</p></div></div></main>
<aside><h2>Most read</h2><p>Ten killed in bombing of the port, say residents of the old town there.</p></aside>
<footer><p>© 2021 The Ledger</p></footer></body></html>"""


def read(page: str | bytes, **options: object) -> Document:
    content = page.encode() if isinstance(page, str) else page
    chosen = ReadOptions.model_validate({"kind": Kind.HTML} | options)
    (document,) = read_capture(Capture(content=content, source="page.html"), chosen)
    assert isinstance(document, Document), document
    return document


def kinds(document: Document) -> dict[str, str]:
    return {document.text[part.start : part.end]: part.kind.value for part in document.segments}


def assert_mapped(document: Document, page: str) -> None:
    content = text_content(page)
    for start, origin, length in document.offsets.runs:
        assert document.text[start : start + length] == content[origin : origin + length]


def test_news_page() -> None:
    document = read(PAGE)
    assert kinds(document) == {
        "The Ledger": "boilerplate",
        "News": "boilerplate",
        "World": "boilerplate",
        "Army retakes the heights": "title",
        "By Jane Doe": "boilerplate",
        "19 February 2021": "dateline",
        "Smoke over the heights, where 12 died": "caption",
        "MARIB (Agency) -": "dateline",
        "The army, backed by coalition jets, recaptured the heights on Friday\xa0morning, "
        "killing at least 45 fighters, he said. 💥 قُتل خمسة.": "body",
        '"They pushed hundreds of men into the battle," he said, putting his own dead at six in all.': "body",
        "Read also": "boilerplate",
        "Rebels shell market, kill 12": "boilerplate",
        "Aircraft carried out a dozen sorties, destroying a tank and two artillery pieces, he added.": "body",
        "Late on Friday a missile landed in an empty area.": "body",
        "Share this: Facebook Twitter": "boilerplate",
        "2 thoughts on “Army retakes the heights”": "boilerplate",
        "I heard 500 dead in that battle, my cousin was there and saw all of it happen.": "comment",
        "Leave a Reply": "boilerplate",
        "Your email address will not be published.": "boilerplate",
        "Most read": "boilerplate",
        "Ten killed in bombing of the port, say residents of the old town there.": "boilerplate",
        "© 2021 The Ledger": "boilerplate",
    }
    assert (document.title, document.language, document.outlet) == ("Army retakes the heights", "en", "The Ledger")
    assert document.url == "https://ledger.example/heights"
    assert document.published == PublishedDate(date=date(2021, 2, 19), method="metadata")
    assert_mapped(document, PAGE)
    set_aside = [part for part in document.segments if not part.kind.carries_claims]
    assert all(part.reason for part in set_aside)


@pytest.mark.parametrize("source", ["page.txt", "page", "page.json"])
def test_page_is_told_by_its_content(source: str) -> None:
    (document,) = read_capture(Capture(content=PAGE.encode(), source=source))
    assert isinstance(document, Document)
    assert document.title == "Army retakes the heights"


def test_given_date_stands_above_metadata() -> None:
    assert read(PAGE, published="2021-02-20").published == PublishedDate(date=date(2021, 2, 20), method="given")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Nine   people\n\tdied</p>", "Nine people died"),
        ("<p>Nine <b>people</b> <i> died</i></p>", "Nine people died"),
        ("<p>N<b>in</b>e</p>", "Nine"),
        ("Nine<br>died", "Nine\ndied"),
        ("Nine<br><br><br>died", "Nine\n\ndied"),
        ("<p>Nine<p>died", "Nine\n\ndied"),
        ("<div>Nine<div>died</div>there</div>", "Nine\n\ndied\n\nthere"),
        ("<pre>Nine\n  died\n</pre>", "Nine\n  died"),
        ("<p>Nine&nbsp;&amp; one &#128165; &eacute;</p>", "Nine\xa0& one 💥 é"),
        ("<p>قُتل <b>تسعة</b></p>", "قُتل تسعة"),
        ("<p>Nine<!-- not --> died<?x y?></p>", "Nine died"),
        ("<p>Nine</p><script>no</script><style>no</style><noscript>no</noscript><template>no</template>", "Nine"),
        ("<p>Nine</p><p hidden>no</p><p style='display: none'>no</p><span class='sr-only'>no</span>", "Nine"),
        ("<p>Nine</p><svg><title>no</title></svg><select><option>no</option></select>", "Nine"),
        ("<p>Nine <b>died", "Nine died"),
        ("<p>Nine</b></div> died</p>", "Nine died"),
        ("<table><tr><td>Nine</td><td>died</td></tr></table>", "Nine\n\ndied"),
        ("<p>\u00a0</p><p>Nine</p>", "Nine"),
        ("<p>Nine &bogus; < ten & more</p>", "Nine &bogus; < ten & more"),
    ],
)
def test_shown_text(page: str, text: str) -> None:
    document = read(page)
    assert document.text == text
    assert_mapped(document, page)
    assert document.segments[0].kind is SegmentKind.BODY


@pytest.mark.parametrize(
    ("head", "body", "title", "text"),
    [
        ("<title>Nine dead | Wire</title>", "<h1>Nine dead</h1><p>x y</p>", "Nine dead", "Nine dead\n\nx y"),
        ("<title>Nine dead | Wire</title>", "<p>x y</p>", "Nine dead", "Nine dead\n\nx y"),
        ("<title>Nine dead - 12 hurt</title>", "<p>x y</p>", "Nine dead - 12 hurt", "Nine dead - 12 hurt\n\nx y"),
        ("<meta property='og:title' content='Nine dead'>", "<p>x y</p>", "Nine dead", "x y\n\nNine dead"),
        (
            "<meta property='og:title' content='Nine dead'>",
            "<h2>Nine dead</h2><p>x y</p>",
            "Nine dead",
            "Nine dead\n\nx y",
        ),
        ("", "<h1>Nine dead</h1><p>x y</p>", "Nine dead", "Nine dead\n\nx y"),
        ("", "<p>x y</p>", None, "x y"),
    ],
)
def test_title_stands_once(head: str, body: str, title: str | None, text: str) -> None:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    document = read(page)
    assert (document.title, document.text) == (title, text)
    titles = [document.text[part.start : part.end] for part in document.segments if part.kind is SegmentKind.TITLE]
    assert titles == ([title] if title else [])
    assert_mapped(document, page)


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("<meta name='date' content='2016-06-15'>", "", date(2016, 6, 15)),
        ("", "<time datetime='2016-06-15T10:00'>x</time>", date(2016, 6, 15)),
        ("", "<div class='comments'><time datetime='2016-06-15'>x</time></div>", None),
        (
            '<script type="application/ld+json">{"datePublished": "2016-06-15T01:00:00+02:00"}</script>',
            "",
            date(2016, 6, 15),
        ),
        ("<meta name='date' content='soon'>", "", None),
        ("<meta name='date' content='0001-01-01'>", "", None),
    ],
)
def test_date_of_publication(head: str, body: str, published: date | None) -> None:
    document = read(f"<html><head>{head}</head><body><p>Nine people died.</p>{body}</body></html>")
    assert (document.published.date if document.published else None) == published


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<p class='wp-caption-text'>{}</p>", "caption"),
        ("<div class='comment'>{}</div>", "comment"),
        ("<article class='comment odd'>{}</article>", "comment"),
        ("<nav>{}</nav>", "boilerplate"),
        ("<div role='navigation'>{}</div>", "boilerplate"),
        ("<div class='sharedaddy'>{}</div>", "boilerplate"),
        ("<div class='related-posts'>{}</div>", "boilerplate"),
        ("<div class='share'><h1>Nine dead</h1>{}</div>", "body"),  # a class on the frame of the whole report
        ("<form>{}</form>", "body"),  # some systems put the whole page into a form
        ("<div class='comments-open'>{}</div>", "body"),
        ("<blockquote>{}</blockquote>", "body"),
    ],
)
def test_role_of_markup(markup: str, kind: str) -> None:
    sentence = "Nine people died in the raid"
    assert kinds(read(f"<body>{markup.format(sentence)}<p>Another line</p></body>"))[sentence] == kind


@pytest.mark.parametrize("depth", [10, 500, 3000, 10_000])
def test_deep_nesting_loses_no_text(depth: int) -> None:
    page = f"<body><p>Nine died</p>{'<div>' * depth}in Kutum{'</div>' * depth}<p>on Tuesday</p></body>"
    document = read(page)
    assert document.text == "Nine died\n\nin Kutum\n\non Tuesday" or depth > 2000
    assert "".join(document.text.split()) == "NinediedinKutumonTuesday"
    assert_mapped(document, page)


def test_page_on_one_line_of_a_megabyte() -> None:
    page = "<body><p>" + "Nine <i>people</i> died in Kutum, " * 30_000
    document = read(page)
    assert len(document.text) > 700_000
    assert document.text.startswith("Nine people died in Kutum, Nine people")


def test_text_content_of_bytes_text_and_tree() -> None:
    page = "\ufeff<p>Nine <b>died</b></p><script>x</script>"
    tree = parse_page("<p>Nine <b>died</b></p><script>x</script>")
    assert tree is not None
    assert (
        text_content(page.encode()) == text_content(tree) == text_content(page.removeprefix("\ufeff")) == "Nine diedx"
    )
    assert text_content("") == ""


def test_page_of_scripts_alone_has_no_text() -> None:
    found = list(read_capture(Capture(content=b"<html><script>x</script></html>", source="p")))
    assert found == [Unread(source="p", reason="a page without any text")]


def test_roles_load() -> None:
    layout = load_layout()
    assert all(role.serves and role.reason for role in [*layout.by_tag.values(), *layout.by_token.values()])
    assert all((role.kind is None) == role.hidden for role in layout.by_token.values())
    assert find_role("p", {}) is None
