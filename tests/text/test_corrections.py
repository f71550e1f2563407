import pytest

from spacecrawl.text.corrections import new_notices


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: the herring numbered forty.",
        "CORRECTION — An earlier figure was wrong.",
        "(Corrects spelling of Inkster in paragraph two)",
        "Editor's note: the photo was of cod.",
        "This story has been updated to correct the date.",
        "An earlier version of this article misstated the tide.",
        "Clarification: no gull was harmed.",
        "Correction, March 3: the herring numbered forty.",
        "UPDATE: The ferry sails again.",
        "Korrektur: Es waren vierzig Heringe.",
        "Berichtigung – Der Kutter heißt Möwe.",
        "Anmerkung der Redaktion: Die Zahl der Boote war falsch.",
        "(Dieser Artikel wurde am 3. März um 14 Uhr aktualisiert.)",
        "In einer früheren Fassung dieses Textes hieß es, die Flut komme um drei.",
        "Correction : ils étaient quarante.",
        "Rectificatif – Le phare date de 1871.",
        "Mise à jour : le bac navigue de nouveau.",
        "Cet article a été modifié le 3 mars pour corriger une date.",
        "Une version antérieure de cet article donnait un autre chiffre.",
        "Corrección: eran cuarenta arenques.",
        "Fe de errores: el faro es de 1871.",
        "Nota del editor: la foto era de otro puerto.",
        "Esta noticia ha sido actualizada con la hora de la marea.",
        "Una versión anterior de este artículo daba otra cifra.",
    ],
)
def test_notices_of_a_correction(notice):
    assert new_notices("One.", f"One.\n\n{notice}") == [notice]
    assert new_notices(f"One.\n\n{notice}", f"One.\n\n{notice}") == []


@pytest.mark.parametrize(
    "text",
    [
        "Corrections officers watched the tide.",
        "This story begins at sea.",
        "A correction in the markets: shares fell.",
        "He said the report was corrected: nobody believed it.",
        "Updates of the charts come monthly.",
        "Update the charts before you sail: the sand has moved.",
        "Korrekturen an der Fahrrinne kosten Geld.",
        "Dieser Artikel kostet im Hafenladen drei Kronen.",
        "Cet article du code maritime date de 1871.",
        "La corrección del rumbo llegó tarde.",
        "Esta noticia llegó al puerto de noche.",
        "Précision suisse oblige: tout arrive à l'heure.",
    ],
)
def test_what_is_no_notice(text):
    assert new_notices("One.", f"One.\n\n{text}") == []
