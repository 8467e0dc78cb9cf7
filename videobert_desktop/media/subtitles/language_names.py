"""The languages that ISO 639-1 knows: their codes and what people call them."""

from __future__ import annotations

# The two letters of ISO 639-1, the three of ISO 639-2/T, and the English name.
_LANGUAGES = """
aa aar Afar; ab abk Abkhazian; ae ave Avestan; af afr Afrikaans; ak aka Akan; am amh Amharic; an arg Aragonese;
ar ara Arabic; as asm Assamese; av ava Avaric; ay aym Aymara; az aze Azerbaijani; ba bak Bashkir; be bel Belarusian;
bg bul Bulgarian; bh bih Bihari; bi bis Bislama; bm bam Bambara; bn ben Bengali; bo bod Tibetan; br bre Breton;
bs bos Bosnian; ca cat Catalan; ce che Chechen; ch cha Chamorro; co cos Corsican; cr cre Cree; cs ces Czech;
cu chu Church Slavic; cv chv Chuvash; cy cym Welsh; da dan Danish; de deu German; dv div Divehi; dz dzo Dzongkha;
ee ewe Ewe; el ell Greek; en eng English; eo epo Esperanto; es spa Spanish; et est Estonian; eu eus Basque;
fa fas Persian; ff ful Fula; fi fin Finnish; fj fij Fijian; fo fao Faroese; fr fra French; fy fry Western Frisian;
ga gle Irish; gd gla Scottish Gaelic; gl glg Galician; gn grn Guarani; gu guj Gujarati; gv glv Manx; ha hau Hausa;
he heb Hebrew; hi hin Hindi; ho hmo Hiri Motu; hr hrv Croatian; ht hat Haitian Creole; hu hun Hungarian;
hy hye Armenian; hz her Herero; ia ina Interlingua; id ind Indonesian; ie ile Interlingue; ig ibo Igbo;
ii iii Sichuan Yi; ik ipk Inupiaq; io ido Ido; is isl Icelandic; it ita Italian; iu iku Inuktitut; ja jpn Japanese;
jv jav Javanese; ka kat Georgian; kg kon Kongo; ki kik Kikuyu; kj kua Kuanyama; kk kaz Kazakh; kl kal Kalaallisut;
km khm Khmer; kn kan Kannada; ko kor Korean; kr kau Kanuri; ks kas Kashmiri; ku kur Kurdish; kv kom Komi;
kw cor Cornish; ky kir Kyrgyz; la lat Latin; lb ltz Luxembourgish; lg lug Ganda; li lim Limburgish; ln lin Lingala;
lo lao Lao; lt lit Lithuanian; lu lub Luba-Katanga; lv lav Latvian; mg mlg Malagasy; mh mah Marshallese; mi mri Maori;
mk mkd Macedonian; ml mal Malayalam; mn mon Mongolian; mr mar Marathi; ms msa Malay; mt mlt Maltese; my mya Burmese;
na nau Nauru; nb nob Norwegian Bokmål; nd nde North Ndebele; ne nep Nepali; ng ndo Ndonga; nl nld Dutch;
nn nno Norwegian Nynorsk; no nor Norwegian; nr nbl South Ndebele; nv nav Navajo; ny nya Nyanja; oc oci Occitan;
oj oji Ojibwa; om orm Oromo; or ori Odia; os oss Ossetic; pa pan Punjabi; pi pli Pali; pl pol Polish; ps pus Pashto;
pt por Portuguese; qu que Quechua; rm roh Romansh; rn run Rundi; ro ron Romanian; ru rus Russian; rw kin Kinyarwanda;
sa san Sanskrit; sc srd Sardinian; sd snd Sindhi; se sme Northern Sami; sg sag Sango; si sin Sinhala; sk slk Slovak;
sl slv Slovenian; sm smo Samoan; sn sna Shona; so som Somali; sq sqi Albanian; sr srp Serbian; ss ssw Swati;
st sot Southern Sotho; su sun Sundanese; sv swe Swedish; sw swa Swahili; ta tam Tamil; te tel Telugu; tg tgk Tajik;
th tha Thai; ti tir Tigrinya; tk tuk Turkmen; tl tgl Tagalog; tn tsn Tswana; to ton Tongan; tr tur Turkish;
ts tso Tsonga; tt tat Tatar; ty tah Tahitian; ug uig Uyghur; uk ukr Ukrainian; ur urd Urdu; uz uzb Uzbek;
ve ven Venda; vi vie Vietnamese; vo vol Volapük; wa wln Walloon; wo wol Wolof; xh xho Xhosa; yi yid Yiddish;
yo yor Yoruba; za zha Zhuang; zh zho Chinese; zu zul Zulu
"""
# What the speakers of those that are met with most call them.
_OWN_NAMES = """
ar العربية; bg български; ca català; cs čeština; da dansk; de Deutsch; el Ελληνικά; es español; et eesti; eu euskara;
fa فارسی; fi suomi; fr français; gl galego; he עברית; hi हिन्दी; hr hrvatski; hu magyar; hy հայերեն;
id Bahasa Indonesia; is íslenska; it italiano; ja 日本語; ka ქართული; ko 한국어; lt lietuvių; lv latviešu;
mk македонски;
ms Bahasa Melayu; nl Nederlands; no norsk; nb norsk bokmål; pl polski; pt português; ro română; ru русский;
sk slovenčina; sl slovenščina; sq shqip; sr српски; sv svenska; th ไทย; tr Türkçe; uk українська; vi Tiếng Việt;
zh 中文
"""
# The codes of ISO 639-2/B where they are others, and codes that people use for what they do not mean.
_OTHER_CODES = """
tib bo; cze cs; wel cy; ger de; gre el; baq eu; per fa; fre fr; arm hy; ice is; geo ka; mao mi; mac mk; may ms;
bur my; dut nl; rum ro; slo sk; alb sq; chi zh;
cmn zh; yue yue; fil fil; cn zh; jp ja; gr el; cz cs; ua uk; iw he; ji yi; mo ro
"""
# Names that say more than a language.
_VARIANTS = """
zh-Hans chs; zh-Hans sc; zh-Hans simplified; zh-Hans simplified chinese; zh-Hans chinese simplified;
zh-Hans 简体; zh-Hans 简体中文; zh-Hans 简中; zh-Hant cht; zh-Hant tc; zh-Hant big5; zh-Hant traditional;
zh-Hant traditional chinese; zh-Hant chinese traditional; zh-Hant 繁體; zh-Hant 繁體中文; zh-Hant 繁中; zh-Hant 繁体;
pt-BR brazilian; pt-BR brazilian portuguese; pt-BR pob; pt-BR ptbr; es-419 latin american spanish; es-419 spl
"""


def _entries(table: str) -> list[list[str]]:
    return [entry.split(maxsplit=1) for entry in table.split(";") if entry.strip()]


CODES = {other: two for two, rest in _entries(_LANGUAGES) for other in (two, rest.split(maxsplit=1)[0])} | {
    code.strip(): two.strip() for code, two in _entries(_OTHER_CODES)
}
"""ISO 639-1 from any code of two or three letters, in small letters, that means a language which has such."""

NAMES = (
    {rest.split(maxsplit=1)[1].strip().casefold(): two for two, rest in _entries(_LANGUAGES)}
    | {name.strip().casefold(): two for two, name in _entries(_OWN_NAMES)}
    | {name.strip().casefold(): tag for tag, name in _entries(_VARIANTS)}
)
"""The BCP 47 tag of a language, from its name in English or its own, casefolded."""
