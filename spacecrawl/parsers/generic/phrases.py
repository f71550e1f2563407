"""What a short line says, where it is furniture: related stories, newsletters, sharing, adverts, comments, rights.

Phrases are looked up by the first word of the line, words by themselves, so that a line costs the same however
many phrases and languages there are. A phrase is evidence for the classifier and the rules; nothing is cut for a
phrase alone unless the line is short.
"""

from __future__ import annotations

import re

from spacecrawl.parsers.generic.blocks import Block, Speech

RELATED, SIGNUP, SHARE, ADVERT, COMMENT, RIGHTS, BYLINE, CREDIT, CONTENTS, ABOUT, SOURCES = (1 << n for n in range(11))

_PHRASES: dict[int, str] = {
    RELATED: """related|related articles|related stories|related posts|related content|related topics|related links|related reading
        related coverage|related news|read more|read also|read next|read this|also read|also on|see also|see more|more from|more on|more stories
        more news|more in|more about|more like this|more articles|most read|most popular|most viewed|most shared|most recent|popular
        popular posts|popular now|popular stories|top stories|trending|trending now|trending stories|latest|latest news|latest stories
        latest posts|latest articles|recommended|recommended for you|recommended reading|recommended stories|you may also|you might also
        you may like|you might like|you may be interested|don't miss|don’t miss|up next|next article|next post|next story|previous article
        previous post|previous story|older posts|newer posts|keep reading|continue reading|editor's picks|editors' picks|editor’s picks
        editors’ picks|what to read next|in this series|further reading|explore more|discover more|view all|see all|load more|show more
        show all|related video|related videos|watch:|watch next|watch more|read:|read |>> read|from our|around the web|from around the web
        must read|in case you missed|featured articles|featured stories|similar articles|similar posts|similar stories|other stories
        other articles|other news|more:|related:|also see|dig deeper|go deeper|elsewhere on|catch up
        lesen sie auch|lesen sie mehr|lesen sie|mehr zum thema|mehr zu|mehr von|mehr aus|mehr dazu|mehr artikel|mehr nachrichten|weitere artikel|weitere themen
        weitere nachrichten|weitere meldungen|weiterlesen|meistgelesen|meist gelesen|meistgelesene|das könnte sie auch|das könnte dich auch|auch interessant
        auch spannend|passend dazu|passend zum thema|siehe auch|verwandte artikel|verwandte themen|zum thema|empfohlen|empfehlungen|aktuelle nachrichten
        neueste artikel|beliebt|beliebte artikel|top-themen|jetzt lesen|hier lesen|hintergrund:|mehr:|mehr lesen|nächster artikel|vorheriger artikel
        lire aussi|à lire aussi|a lire aussi|à lire|lire plus|lire la suite|voir aussi|à voir aussi|sur le même sujet|sur le même thème|les plus lus
        articles les plus lus|plus d'articles|nos articles|articles similaires|articles liés|à découvrir|en savoir plus|dans la même rubrique|en relation
        à ne pas manquer|article suivant|article précédent|contenus sponsorisés|notre dossier|retrouvez
        lea también|lee también|leer más|lee más|leer mas|te puede interesar|le puede interesar|también te puede|quizás te interese|más noticias|mas noticias|más información
        más sobre|más en|noticias relacionadas|artículos relacionados|lo más leído|lo más visto|lo más|le recomendamos|te recomendamos|vea también|ver más
        ver también|sigue leyendo|seguir leyendo|mira también|además:|relacionado|relacionadas|relacionados|noticia relacionada
        leia também|leia mais|leia ainda|veja também|veja mais|saiba mais|mais lidas|as mais lidas|mais lidos|mais notícias|notícias relacionadas|artigos relacionados
        você também pode gostar|recomendado|recomendados|recomendamos|ver mais|continue lendo|relacionadas
        leggi anche|leggi tutto|leggi di più|potrebbe interessarti|ti potrebbe interessare|articoli correlati|correlati|i più letti|più letti|vedi anche|guarda anche
        approfondisci|altri articoli|continua a leggere|notizie correlate|per approfondire
        lees ook|lees meer|lees verder|meer over|meer nieuws|meer van|meest gelezen|gerelateerd|gerelateerde artikelen|bekijk ook|zie ook|aanbevolen|ook interessant
        les også|läs också|läs mer|læs også|mest lest|mest läst|mest læste|lue myös|lue lisää|se også|relaterade artiklar
        czytaj też|czytaj także|czytaj również|czytaj więcej|zobacz też|zobacz także|zobacz również|przeczytaj także|przeczytaj też|polecane|polecamy|najczęściej czytane
        powiązane|więcej na ten temat|więcej o|podobne artykuły|najnowsze|dowiedz się więcej
        читайте также|читать далее|читайте ещё|читать также|смотрите также|по теме|материалы по теме|похожие|рекомендуем|ещё по теме|самое читаемое|другие новости
        новости по теме|подробнее|главное|популярное|читайте|читайте на|читати далі|читайте також|схожі
        ilgili haberler|bunlar da|bunları da|ayrıca okuyun|devamını oku|diğer haberler|en çok okunan|benzer haberler|öne çıkan|son dakika|sonraki haber
        اقرأ أيضا|اقرأ أيضًا|اقرأ المزيد|إقرأ أيضا|مواضيع ذات صلة|مقالات ذات صلة|أخبار ذات صلة|الأكثر قراءة|شاهد أيضا|قد يهمك|المزيد من
        相关阅读|相关新闻|相关文章|相关推荐|推荐阅读|延伸阅读|延伸閱讀|相關新聞|相關文章|相關報導|更多新闻|更多|热门|熱門|推薦閱讀|精彩推荐|猜你喜欢|上一篇|下一篇|点击查看
        関連記事|関連リンク|関連ニュース|関連する記事|あわせて読みたい|こちらもおすすめ|おすすめ|おすすめ記事|人気記事|ランキング|アクセスランキング|次の記事|前の記事|続きを読む|もっと見る|【関連
        관련기사|관련 기사|관련뉴스|관련 뉴스|많이 본|인기기사|인기 기사|주요뉴스|추천기사|더보기|이전 기사|다음 기사""",
    SIGNUP: """subscribe|sign up|sign in|signup|newsletter|newsletters|get the|get our|get your|join our|join the|join us|join now|log in|login|register|become a|already a|already have|create an account
        create a free|enter your email|your email|email address|e-mail address|stay up to date|stay informed|stay connected|never miss|be the first|start your free
        get started|get in touch|contact us|book a|schedule a|request a|download the|download our|download now|get access|unlock|to continue reading|this article is for subscribers|this is a subscriber
        free trial|support our|support independent|donate|thank you for subscribing|thanks for subscribing|thanks for signing|thank you for signing|please enter|please check your|by signing up|by subscribing|by submitting|by clicking|delivered to your inbox|want more|want to read
        abonnieren|jetzt abonnieren|newsletter abonnieren|melden sie sich|jetzt anmelden|anmelden|registrieren|jetzt testen|mit dem abo|bereits abonnent|kostenlos|zum newsletter
        abonnez-vous|s'abonner|je m'abonne|inscrivez-vous|s'inscrire|recevez|se connecter|déjà abonné|cet article est réservé|la suite est réservée|votre adresse
        suscríbete|suscríbase|suscribirse|suscripción|regístrate|inicia sesión|iniciar sesión|recibe|reciba|boletín|apúntate
        assine|inscreva-se|cadastre-se|receba|faça login|entre no canal|entrar|já é assinante
        iscriviti|abbonati|registrati|accedi|ricevi|sei già abbonato|contenuto riservato
        abonneer|meld je aan|schrijf je in|inloggen|nieuwsbrief|word abonnee|aanmelden
        prenumerera|abonner|tilmeld|logg inn|logga in|bli abonnent|tilaa|kirjaudu
        zapisz się|subskrybuj|zaloguj|zaloguj się|załóż konto|kup dostęp|prenumerata
        подписывайтесь|подпишитесь|подписаться|войти|зарегистрируйтесь|рассылка|підписуйтесь|підписатися
        abone ol|kayıt ol|giriş yap|bültene
        اشترك|سجل|تسجيل الدخول|النشرة
        订阅|訂閱|登录|登錄|登入|注册|註冊|加入会员|加入會員|扫码|下载app
        会員登録|ログイン|無料会員|メルマガ|この記事は有料|購読|会員限定|登録は
        구독|로그인|회원가입|뉴스레터""",
    SHARE: """share|share this|share on|share with|share via|share article|share story|tweet|tweet this|pin it|follow|follow us|follow me|follow on|like us|find us|connect with us|email this|print|print this|print article
        copy link|copied|link copied|save article|save this|save story|facebook|twitter|x.com|whatsapp|linkedin|pinterest|instagram|telegram|reddit|add us on|add as|set as a preferred|make us|click here to share|give this article|gift this|listen to|listen:|bookmark|spread the
        teilen|artikel teilen|auf facebook|folgen sie|folge uns|drucken|merken|link kopieren|per e-mail|auf x teilen|vorlesen|artikel anhören
        partager|partagez|partager sur|suivez-nous|suivez|imprimer|copier le lien|écouter|offrir
        compartir|comparte|compártelo|síguenos|síguenos en|sigue a|imprimir|copiar enlace|escuchar|guardar
        compartilhar|compartilhe|siga|siga-nos|siga o|copiar link|ouvir
        condividi|seguici|segui|stampa|copia link|ascolta
        deel|delen|deel dit|volg ons|volg|kopieer|luister
        del artikkelen|del på|dela|följ oss|jaa artikkeli|jaa
        udostępnij|podziel się|obserwuj|obserwuj nas|drukuj|śledź
        поделиться|поделитесь|подписывайтесь на|следите|мы в|поширити
        paylaş|takip et|bizi takip|yazdır
        شارك|مشاركة|تابعنا|تابعوا
        分享|分享到|关注|關注|打印|收藏|分享至|追蹤
        シェア|共有|ツイート|フォロー|保存|印刷|シェアする|ブックマーク
        공유|공유하기|페이스북|카카오톡|인쇄|글자크기""",
    ADVERT: """advertisement|advertising|ad|ads|advertise|sponsored|sponsored by|sponsored content|promoted|promotion|story continues below|article continues below|article continues after|continue reading below|scroll to continue|skip advertisement|ads by|paid content|partner content|this post may contain|this article may contain|we may earn|we may receive|cookie|cookies|we use cookies|this site uses|this website uses|accept|accept all|manage cookies|privacy policy|terms of|your privacy|to view this content|this content is hosted|please enable|enable javascript|you need to enable|your browser|javascript|loading|all products featured|if you buy|when you purchase|if you purchase|affiliate
        anzeige|werbung|advertorial|gesponsert|an dieser stelle|externer inhalt|empfohlener redaktioneller inhalt|wir verwenden cookies|mit ihrer zustimmung|ich bin damit einverstanden|datenschutz|empfohlener externer
        publicité|publicite|annonce|sponsorisé|la suite après cette publicité|la suite après la publicité|ce contenu|nous utilisons des cookies|accepter
        publicidad|anuncio|patrocinado|contenido patrocinado|este contenido|utilizamos cookies|aceptar|política de|aviso legal
        publicidade|anúncio|continua após a publicidade|conteúdo patrocinado|usamos cookies|aceitar
        pubblicità|annuncio|contenuto sponsorizzato|utilizziamo i cookie|accetta|informativa
        advertentie|gesponsord|wij gebruiken cookies|deze inhoud|om deze inhoud|annonse|annons|artikeln fortsätter|mainos|juttu jatkuu|annoncer|artiklen fortsætter
        reklama|materiał sponsorowany|używamy plików cookie|dalszy ciąg materiału|ciąg dalszy artykułu
        реклама|на правах рекламы|мы используем|реклама на|партнерский материал
        reklam|sponsorlu|çerez|إعلان|اعلان|إعلانات|广告|廣告|広告|pr|スポンサー|광고""",
    COMMENT: """comments|comment|leave a comment|leave a reply|post a comment|add a comment|join the conversation|join the discussion|view comments|show comments|no comments|be the first to comment|what do you think|have your say|let us know|comments are|your email address will not|required fields|tags|tag|tagged|topics|topics:|filed under|categories|category|posted in|report a|report an error|report this|see an error|was this|rate this|how helpful|did you find|got a|do you have|have a tip|corrections|send us|loading comments|read comments|keywords
        thoughts on|responses to|replies to|discussion|reader comments|community guidelines|most liked|newest|oldest|reply|kommentare|kommentar|kommentieren|kommentar schreiben|diskutieren|schlagworte|schlagwörter|themen|stichworte|fehler melden|mitdiskutieren|ihre meinung|leserbrief|war dieser artikel
        commentaires|commenter|réagir|laisser un commentaire|réagissez|mots-clés|thèmes|sujets|signaler une erreur
        comentarios|comentar|deja un comentario|deja una respuesta|etiquetas|temas|archivado en|comenta|conforme a los criterios
        comentários|comente|deixe um comentário|deixe o seu|assuntos|encontrou algum erro|tópicos
        commenti|commenta|lascia un commento|argomenti|etichette|temi
        reacties|reageer|geef een reactie|trefwoorden|onderwerpen|fout gezien|kommentarer|emner|ämnen|aiheet|kommentoi
        komentarze|dodaj komentarz|skomentuj|tagi|tematy|słowa kluczowe|zgłoś błąd
        комментарии|комментировать|оставить комментарий|теги|метки|темы|сообщить об ошибке|нашли ошибку|если вы заметили ошибку|обсудить|теми
        yorumlar|yorum yap|yorum yaz|etiketler|تعليقات|التعليقات|أضف تعليق|كلمات مفتاحية|الكلمات الدالة|标签|評論|评论|留言|关键词|關鍵字|標籤|发表评论|責任編輯|责任编辑|コメント|キーワード|タグ|댓글|태그|키워드""",
    RIGHTS: """copyright|©|(c)|all rights reserved|© copyright|this material may not|reproduction|republish|reprinted|this article was originally|this story was originally|this article first appeared|the content is|disclaimer|first published|originally published|all content
        alle rechte|nachdruck|urheberrecht|tous droits|reproduction interdite|todos los derechos|prohibida|derechos reservados|todos os direitos|é proibida|tutti i diritti|riproduzione riservata|alle rechten|med ensamrätt|alle rettigheter
        wszelkie prawa|все права|при использовании|при цитировании|tüm hakları|جميع الحقوق|版权|版權|未经|著作権|無断転載|저작권|무단|ⓒ""",
    BYLINE: """by|written by|posted by|posted on|published|published on|published by|updated|last updated|last modified|author|authors|edited by|reviewed by|medically reviewed|fact checked|story by|reporting by|reported by|photos by|date|time|minute read|min read|reading time|estimated reading|modified|created
        von|veröffentlicht|aktualisiert|stand|autor|autorin|lesezeit|erstellt|text:|foto|par|publié|mis à jour|publié le|temps de lecture|rédaction|por|publicado|actualizado|tiempo de lectura|redacción|atualizado|publicado em|tempo de leitura
        di|pubblicato|aggiornato|tempo di lettura|redazione|door|gepubliceerd|bijgewerkt|leestijd|av|publicerad|publisert|opdateret|julkaistu|autor:|opublikowano|aktualizacja|data|автор|опубликовано|обновлено|дата|yazar|güncelleme|giriş|نشر|كتب|تحديث|来源|來源|作者|编辑|編輯|时间|发布时间|记者|公開日|更新日|配信|掲載|입력|수정|기자|승인""",
    CREDIT: """photo|photo:|photos:|image|image:|images:|picture:|credit|credit:|photo by|photo credit|image credit|image source|image via|photograph|photograph:|getty|getty images|reuters|(photo|(image|source:|source|sources:|courtesy|courtesy of|illustration|illustration:|video:|graphic:|file photo|shutterstock|ap photo|screenshot|screenshot:|unsplash
        foto:|bild:|bildquelle|quelle:|quelle|fotos:|symbolbild|grafik:|imago|dpa|picture alliance|crédit|crédit photo|photo d'illustration|source :|© afp|foto de|imagen|crédito|fuente:|fuente|archivo|imagem|fonte:|fonte|reprodução|divulgação|immagine|crediti|beeld|bron:|beeld:|zdjęcie|źródło|źródło:|fot.|фото:|фото|источник|источник:|джерело|fotoğraf|kaynak|المصدر|الصورة|صورة|图片来源|图|图源|写真|出典|画像|出所|사진|출처""",
    CONTENTS: """table of contents|contents|in this article|on this page|jump to|what you'll learn|in this post|in this guide|skip to|inhalt|inhaltsverzeichnis|in diesem artikel|sommaire|au sommaire|contenido|tabla de contenidos|índice|neste artigo|indice|in questo articolo|inhoud|inhoudsopgave|spis treści|содержание|içindekiler|محتويات|目录|目錄|目次|목차""",
    ABOUT: """about the author|about the authors|about author|about us|about the|about |author bio|meet the author|contact|contributors|the author|media contact|press contact|for more information|for media|editor's note|correction:|our team|über den autor|zur autorin|zum autor|über uns|zur person|à propos|l'auteur|sobre el autor|sobre nosotros|acerca de|sobre o autor|sobre a|informazioni su|l'autore|over de auteur|over de|o autorze|об авторе|о нас|yazar hakkında|عن الكاتب|关于作者|關於|著者|筆者|プロフィール|저자|기자 소개""",
    SOURCES: """references|reference list|bibliography|works cited|sources|source|footnotes|notes|notes and references|citations|literature|literature cited|acknowledgements|acknowledgments|supplementary|disclosures|conflict of interest|funding|author contributions|data availability|article information|this material is not|this information is not|the information provided|the information contained|for informational purposes|results may vary|terms and conditions apply
        literatur|quellen|quellenverzeichnis|einzelnachweise|fußnoten|références|bibliographie|notes et références|referencias|bibliografía|fuentes|referências|bibliografia|riferimenti|fonti|note|bronnen|referenties|literatuur|källor|kilder|źródła|bibliografia:|przypisy|литература|источники|примечания|kaynaklar|kaynakça|المراجع|المصادر|参考文献|参考资料|參考資料|参考|참고문헌""",
}
_WORDS: dict[int, str] = {
    SIGNUP: "newsletter newsletters subscribe subscribers subscription inbox unsubscribe sign-up signup e-mail email whatsapp-kanal "
    "boletín abonnement abonnés abonnieren suscríbete рассылку bülten",
    SHARE: "facebook twitter whatsapp linkedin pinterest instagram tiktok youtube telegram bluesky mastodon threads",
    ADVERT: "cookie cookies advertisement sponsored affiliate commission javascript adblocker browser privacy anzeige werbung "
    "publicité publicidad publicidade pubblicità reklama реклама",
    COMMENT: "comments comment kommentare commentaires comentarios comentários commenti reacties komentarze комментарии yorum",
    RIGHTS: "copyright © reserved rights reservados vorbehalten réservés riservata reproduction republished licence license trademark",
    CREDIT: "getty shutterstock istock unsplash pexels reuters afp dpa epa imago photo foto courtesy credit illustration",
    RELATED: "related recommended trending popular",
}

_EDGE = " \t\n:：»«›‹>→|•·-–—*#▶►▸■●◆【】[]「」()“”\"'’…+"
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
MAX_LENGTH = 280


def _index() -> dict[str, list[tuple[str, int]]]:
    index: dict[str, list[tuple[str, int]]] = {}
    for kind, text in _PHRASES.items():
        for phrase in filter(None, (part.strip().lower() for line in text.splitlines() for part in line.split("|"))):
            index.setdefault(_first(phrase), []).append((phrase, kind))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _first(phrase: str) -> str:
    if _ASIAN.match(phrase):
        return phrase[:2]
    return phrase.split(None, 1)[0].strip(_EDGE) or phrase[:1]


_INDEX = _index()
_WORD: dict[str, int] = {}
for _kind, _text in _WORDS.items():
    for _word in _text.split():
        for _printed in (_word, *(_word + mark for mark in ".,:;!?)"), "(" + _word):
            _WORD[_printed] = _WORD.get(_printed, 0) | _kind
_WORDS_THAT_SPEAK = frozenset(_WORD)


SILENT: Speech = (0, 0.0, 0)


def speech_of(block: Block) -> Speech:
    """Return the kind of the phrase that opens a block, the phrase's share of it, and the kinds its words speak of.

    The kinds of words are bits. Nothing where no phrase opens it and no word speaks, or where the block is longer
    than 280 characters. A block is asked two to four times, and remembers.
    """
    if block.speech is None:
        block.speech = SILENT if block.chars > MAX_LENGTH else speech(block.text)
    return block.speech


def speech(text: str) -> Speech:
    """Return the same of a line of text."""
    lower = text.lower()
    kind, share = _opening(lower.strip(_EDGE))
    return kind, share, _signals(lower.split())


def _opening(lower: str) -> tuple[int, float]:
    if not lower:
        return 0, 0.0
    for phrase, kind in _INDEX.get(_first(lower), ()):
        if lower.startswith(phrase) and _is_whole(lower, phrase):
            return kind, len(phrase) / len(lower)
    return 0, 0.0


def _is_whole(lower: str, phrase: str) -> bool:
    return (
        len(lower) == len(phrase) or not lower[len(phrase)].isalpha() or bool(_ASIAN.match(phrase)) or phrase[-1] == " "
    )


def _signals(words: list[str]) -> int:
    if _WORDS_THAT_SPEAK.isdisjoint(words):
        return 0
    found = 0
    for word in words:
        found |= _WORD.get(word, 0)
    return found


_ENDS = frozenset(".!?。！？…؟।")
_COLONS = frozenset(":：")
_QUOTES = "\"'”’»)]›“"


def ending(text: str) -> float:
    """Return 1 for a sentence's end, 2 for a colon, 3 for an ellipsis, 0 for none."""
    last = text[-1]
    if last in _QUOTES:
        last = text.rstrip(_QUOTES)[-1:] or last
    if last == "…" or text.endswith("..."):
        return 3.0
    return 1.0 if last in _ENDS else 2.0 if last in _COLONS else 0.0
