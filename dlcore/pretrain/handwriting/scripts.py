"""Characters of other scripts, and printed signs: what is no digit of ours, written by anybody.

`SCRIPTS` are to train on, `OTHER_SCRIPTS` to measure with. Whatever some hand writes like one of
our digits is left out of both, found by eye: the zero of nearly all, the Arabic one and nine, the
Devanagari two and three, the fours that are an 8 open at its top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlcore.pretrain.handwriting.fonts import Fonts, of_families, traced
from dlcore.pretrain.handwriting.strokes import Stroke

LEANING = ("Italic", "Oblique")  # endings of names
DIGITS_SHARE = 0.6  # of the characters of a script that has digits


@dataclass(frozen=True)
class Script:
    """What is taken of a script.

    Attributes:
        fonts: names of font families that have it.
        digits: its digits, or "" where it has none of its own.
        letters: some of its letters.
    """

    fonts: tuple[str, ...]
    digits: str
    letters: str


def _noto(name: str) -> tuple[str, ...]:
    return f"NotoSans{name}", f"NotoSerif{name}"


SCRIPTS: dict[str, Script] = {
    "arabic": Script(
        ("NotoSansArabic", "NotoNaskhArabic", "NotoKufiArabic"), "٢٣٤٧٨۴۶", "بتثدذسشصضطظعغكلمني"
    ),
    "armenian": Script(_noto("Armenian"), "", "ԱԲԵԷԸԹԺԻԽՀՃՄՆՊՌՍՎՐՒՓՔ"),
    "bengali": Script(_noto("Bengali"), "১৩৫৮৯", "অইএকখঘচছজঝটঠতথদধনপফবভমযলশষসহৰ"),
    "cyrillic": Script(_noto(""), "", "ДЖИКЛМНПФХШЩЫЮЯдёжклмнфшщъыю"),
    "devanagari": Script(_noto("Devanagari"), "५६७८", "अएकखगघचछजझटतथदधनपफबभमयलवशषसह"),
    "ethiopic": Script(_noto("Ethiopic"), "", "ሀለሐመሠሰሸቀበቸአከወዘደጠጸፈፐ"),
    "georgian": Script(_noto("Georgian"), "", "თდლოჟრფქღყჭჯ"),
    "greek": Script(_noto(""), "", "ΓΔΛΞΠΣΦΨΩεηλμπφχψω"),
    "gurmukhi": Script(_noto("Gurmukhi"), "੬੮੯", "ਅਕਖਗਘਚਛਜਝਟਣਥਧਨਪਫਬਭਮਯਲਵਸਹ"),
    "hebrew": Script((*_noto("Hebrew"), "NotoRashiHebrew"), "", "אבהחטכלמעפצקשת"),
    "kannada": Script(_noto("Kannada"), "೧೩೪೫೬೭೮೯", "ಅಆಇಈಉಎಕಖಗಘಚಛಜಟಡಣತಥದಧನಪಫಬಭಮಯಲವಶಷಸಹ"),
    "khmer": Script(_noto("Khmer"), "២៣៤៥៧៩", "កគឃងចឆជឈញដឋណតថធនបផពភមយលសហឡអ"),
    "lao": Script((*_noto("Lao"), "NotoLoopedLao"), "໓໔໕໖໗໘໙", "ກຄສຍດຕຖທນບປຜຝພຟມຢຫ"),
    "latin": Script((*_noto(""), "DejaVuSans", "LiberationSerif"), "", "AEFHKMNPRTVWXYadefhkmntw"),
    "malayalam": Script(_noto("Malayalam"), "൧൨൩൫൬൮൯", "അആഇഉഎകഖഗഘചഛജഡഢണതഥധനപഫബഭമയലവശഷസഹ"),
    "myanmar": Script(_noto("Myanmar"), "၁၂၈", "ကခဂဃငဆဇညတထနပဖဗဘမယလသဟအ"),
    "oriya": Script(("NotoSansOriya",), "୫୮୯", "ଅଆଇକଖଗଘଚଛଜଟଡଢଣତଥଧନପଫବଭମଯଲଶଷସହ"),
    "signs": Script((*_noto(""), "DejaVuSans"), "+−÷=×", "&@#$€£¥{}*<^~:±"),
    "telugu": Script(_noto("Telugu"), "౧౫౬౭౮౯", "అఆఇఈఉఎఖగఘచఛజటఠడఢణతథదధనపఫబభమయలవశషసహ"),
}
"""What a network is taught not to take for a digit."""

OTHER_SCRIPTS: dict[str, Script] = {
    "gujarati": Script(_noto("Gujarati"), "૫૮", "અઆકખઘચછજઝણતથધનપફબભમયલશષસહ"),
    "meetei": Script(("NotoSansMeeteiMayek",), "", "ꯀꯁꯃꯄꯅꯆꯇꯈꯉꯊꯋꯌꯍꯎꯏꯐ"),
    "sinhala": Script(_noto("Sinhala"), "", "අආඉඋඑකඛගඝඡජඩණතධනපඵබභමයලසහ"),
    "tamil": Script(_noto("Tamil"), "௧௩௪௫௬௭௮௯", "அஆஇஈஎகஙசஜஞணதநபமயரலவழளறனஷஸஹ"),
    "thai": Script((*_noto("Thai"), "NotoLoopedThai"), "๒๓๔๕๗", "กขคฆชซฌญฎฏฐฒณดตถทนบปผฝพฟภมยลศษหฬ"),
    "tibetan": Script(("NotoSerifTibetan",), "༤༧༨", "ཀཁགཆཇཉཏཐནཔཕབམཙཚཛཝཟཡལཤསཧཨ"),
}
"""What it is then asked about without having seen it."""


def script_fonts(fonts: Fonts, scripts: Mapping[str, Script]) -> dict[str, Path]:
    """The upright fonts of some scripts, of those that are there."""
    families = {family for script in scripts.values() for family in script.fonts}
    there = of_families(fonts, families)
    return {name: file for name, file in there.items() if not name.endswith(LEANING)}


def written(
    scripts: Mapping[str, Script], fonts: Fonts, random: np.random.Generator
) -> Iterator[tuple[Stroke, ...]]:
    """Characters as a pen would write them, each script equally often, for ever.

    Args:
        scripts: `SCRIPTS` or `OTHER_SCRIPTS`; those without a font are left out.
        fonts: as `script_fonts` gives them, at least one.
        random: which script, font and character.
    """
    files = [list(of_families(fonts, script.fonts).values()) for script in scripts.values()]
    there = [pair for pair in zip(scripts.values(), files, strict=True) if pair[1]]
    while True:
        script, faces = there[random.integers(len(there))]
        in_digits = script.digits and random.random() < DIGITS_SHARE
        characters = script.digits if in_digits else script.letters
        character = characters[random.integers(len(characters))]
        strokes = traced(faces[random.integers(len(faces))], character)
        if strokes:
            yield strokes
