"""Class and id attributes as bit masks of what their words speak of.

A word decides for itself and in any language that class names are written in; it is evidence and never a
verdict. The strings repeat from page to page (16,500 different ones among 71,000 attributes of 920 pages),
so each is read once and remembered.
"""

from __future__ import annotations

import re

WORDS: dict[str, str] = {
    "content": "content contents contenu contenido conteudo contenuto inhalt icerik tresc kontent",
    "article": "article articles artikel articulo artigo articolo artykul haber makale story stories nota noticia "
    "news newsdetail beitrag statya material",
    "body": "body corps cuerpo corpo text texto texte testo tekst txt metin copy prose richtext rich wysiwyg "
    "paragraph paragraphs para markdown formatted fliesstext",
    "post": "post entry single blog blogpost hentry detail details",
    "main": "main primary center principal",
    "related": "related relacionadas relacionados relacionada verwandt correlati connexe powiazane ilgili recommended "
    "recommend recommendation recommendations recirc recirculation similar trending popular populares latest "
    "mostread mostpopular readmore readalso seealso next previous prev upnext outbrain taboola suggested "
    "suggestions more also further mehr weitere empfehlung lire aussi leia tambem lea "
    "onward recent topstories morefrom interested digest",
    "teaser": "teaser teasers promo promos card cards tile tiles thumb thumbnail snippet preview carousel slider swiper slick "
    "featured feature",
    "listing": "list listing lists grid archive feed loop items item river stream rows collection ul li",
    "share": "share sharing shares social socials follow facebook twitter whatsapp addtoany sharedaddy addthis sharethis "
    "compartir teilen partager",
    "nav": "nav navigation navbar menu menus submenu breadcrumb breadcrumbs pagination pager tabs tab skip topbar sitemap "
    "toolbar navi",
    "header": "header masthead hero banner head top",
    "footer": "footer foot bottom colophon copyright legal fineprint impressum imprint",
    "side": "sidebar aside rail widget widgets side secondary column right left sidenav",
    "ad": "ad ads adv advert advertisement advertising sponsor sponsored dfp gpt adslot adsense adunit commercial affiliate "
    "affiliates werbung anzeige publicidad publicite pub pubblicita reklam reklama mpu leaderboard billboard",
    "comment": "comment comments commentlist commentlisting commentsection commentform commentbody commentwrap disqus respond "
    "reply replies kommentar kommentare kommentarer commentaire commentaires comentarios comentario commenti reacties yorum "
    "yorumlar komentarze",
    "signup": "newsletter newsletters subscribe subscription subscriber signup optin paywall register registration login signin "
    "mailing mailchimp hubspot form forms abo abonnement suscripcion membership piano regwall convertkit hs",
    "author": "author authors byline bylines bio biography writer contributor contributors autor auteur autore autoren "
    "avatar profile vcard yazar redactor",
    "date": "date datetime dates time timestamp published pubdate posted updated datum fecha data tarih dateline",
    "tags": "tag tags topic topics category categories keywords keyword label labels taxonomy schlagwort etiquetas "
    "kicker eyebrow overline rubrik rubrique seccion section",
    "meta": "meta metadata info infos details stats credits toolbox tools utility actions action icon icons",
    "caption": "caption captions credit figcaption legend legende bildunterschrift pie epigrafe didascalia",
    "media": "figure image images img photo photos picture gallery media video videos player slideshow audio foto bild "
    "lightbox galeria podcast embed",
    "modal": "cookie cookies consent gdpr modal popup overlay toast dialog drawer offcanvas onetrust notice alert notification "
    "interstitial",
    "lead": "lead lede standfirst intro introduction summary excerpt deck dek subtitle subhead subheadline subheading sub "
    "abstract description chapo chapeau vorspann entradilla sottotitolo sommario bajada copete spot anons ingress "
    "einleitung lid highlights",
    "title": "title titles headline heading titel titulo titre titolo baslik header1 tytul",
    "hidden": "hidden hide invisible sr visually screenreader visuallyhidden offscreen reader collapse collapsed none "
    "accessibility nodisplay print noprint",
    "toc": "toc tableofcontents outline jump anchors index inhaltsverzeichnis sommaire ez",
    "quote": "quote quotes pullquote blockquote tweet instagram cite zitat citation testimonial testimonials",
    "product": "product products deal deals price prices pricing buy shop store cart cta button btn btns buttons offer offers "
    "review rating ratings badge",
    "faq": "faq faqs accordion question answer questions toggle",
    "box": "box boxes infobox factbox callout inset highlight note notes disclaimer disclosure panel aside2 kasten "
    "takeaways keypoints key sources footnote footnotes references reference",
    "about": "about boilerplate company contact press donate donation donations support appeal",
}
"""Kinds of words in class names; a word of two kinds counts for both."""

KINDS = tuple(WORDS)
BIT = {kind: 1 << place for place, kind in enumerate(KINDS)}

_MASK: dict[str, int] = {}
for _kind, _words in WORDS.items():
    for _word in _words.split():
        _MASK[_word] = _MASK.get(_word, 0) | BIT[_kind]

_SPLIT = re.compile(r"(?:[A-Z]?[a-z]+|[A-Z]+(?![a-z]))(?![a-z]*\d+[a-z])")
_NEUTRAL = re.compile(r"elementor-widget\S*|wp-block\S*|vc_column\S*|et_pb_column\S*")
_REMEMBERED = 40_000
_LONGEST = 400
_memo: dict[str, int] = {"": 0}
_names: dict[str, int] = {}


def mask_of(attribute: str) -> int:
    """Return the bits of the kinds that a class attribute speaks of; at most 400 characters count."""
    mask = _memo.get(attribute)
    if mask is None:
        mask = read_mask(attribute)
        if len(_memo) > _REMEMBERED:
            _memo.clear()
        if len(attribute) <= _LONGEST:
            _memo[attribute] = mask
    return mask


def read_mask(attribute: str) -> int:
    """Do the same without remembering the attribute; its names, of which there are fewer, are remembered."""
    mask = 0
    for name in attribute[:_LONGEST].split():
        known = _names.get(name)
        if known is None:
            if len(_names) > _REMEMBERED:
                _names.clear()
            known = _names[name] = _mask_of_name(name)
        mask |= known
    return mask


def _mask_of_name(name: str) -> int:
    """Look up the parts of a name between hyphens; only those that are no plain word are taken apart, at six times the cost."""
    if "elementor-widget" in name or "wp-block" in name or "_column" in name:
        name = _NEUTRAL.sub("", name)
    mask = 0
    for part in name.replace("_", "-").split("-"):
        known = _MASK.get(part)
        if known is not None:
            mask |= known
        elif not (part.islower() and part.isalpha()) and not part[:1].isdigit():
            for word in _SPLIT.findall(part):
                mask |= _MASK.get(word.lower(), 0)
    return mask
