"""Zürich, the lake shores and the towns around."""

from __future__ import annotations

from benchmarks.city import City, District, listed

_LAKE = (
    *((47.3665, 8.5410), (47.3590, 8.5360), (47.3450, 8.5370), (47.3240, 8.5560), (47.2970, 8.5720)),
    *((47.2620, 8.6020), (47.2330, 8.6740), (47.2070, 8.7150), (47.2030, 8.7900), (47.2250, 8.8120)),
    *((47.2420, 8.7250), (47.2680, 8.6440), (47.3000, 8.5970), (47.3170, 8.5780), (47.3380, 8.5680)),
    *((47.3540, 8.5510), (47.3640, 8.5460)),
)
"""The shore of Lake Zürich from Bürkliplatz along the west bank to Rapperswil and back, to some 200 m."""

ZURICH = City(
    name="Zürich",
    time_zone="Europe/Zurich",
    currency="CHF",
    address="{street} {number}, {locality}",
    person="{first} {last}",
    streets=listed("""
        Bahnhofstrasse, Seestrasse, Dorfstrasse, Kirchgasse, Schulhausstrasse, Zürcherstrasse, Badenerstrasse,
        Birchstrasse, Hofwiesenstrasse, Rosengartenstrasse, Wehntalerstrasse, Langstrasse, Feldstrasse,
        Bergstrasse, Im Wiesengrund, Lindenweg, Mühlegasse, Poststrasse, Gartenstrasse, Alte Landstrasse,
        Rebbergstrasse, Birkenweg, Sonnhaldenstrasse, Haldenstrasse, Weststrasse, Winterthurerstrasse,
        Albisstrasse, Tannenweg, Industriestrasse, Breitistrasse
    """),
    first_names=listed("""
        Luca, Noah, Mia, Lena, Jan, Nina, Marco, Sandra, Reto, Ursina, Beat, Corinne, Thomas, Andrea, Stefan,
        Claudia, Urs, Daniela, Fabio, Selina, Roger, Petra, Arben, Vesna, Simon, Karin, Pascal, Monika, Lukas,
        Elif, Martin, Silvia, Adrian, Rahel, Dario, Nadja
    """),
    last_names=listed("""
        Müller, Meier, Schmid, Keller, Weber, Huber, Schneider, Steiner, Fischer, Gerber, Brunner, Baumann,
        Frei, Zimmermann, Moser, Widmer, Wyss, Graf, Roth, Suter, Kunz, Bachmann, Bühler, Lüthi, Hofer, Studer,
        Marti, Egli, Rossi, Krasniqi, Petrović, Ammann, Hofmann, Pfister, Näf, Kaya
    """),
    centre=(
        District("8001 Zürich", 47.3730, 8.5420, 1.2),
        District("8002 Zürich", 47.3640, 8.5300, 1.2),
        District("8003 Zürich", 47.3700, 8.5160, 2.6),
        District("8004 Zürich", 47.3770, 8.5240, 2.6),
        District("8005 Zürich", 47.3870, 8.5210, 1.4),
        District("8006 Zürich", 47.3870, 8.5440, 1.8),
        District("8008 Zürich", 47.3570, 8.5580, 1.4),
        District("8032 Zürich", 47.3680, 8.5620, 1.4),
        District("8037 Zürich", 47.3950, 8.5250, 1.6),
        District("8038 Zürich", 47.3430, 8.5300, 1.3),
        District("8046 Zürich", 47.4210, 8.5120, 1.8),
        District("8047 Zürich", 47.3750, 8.4860, 1.5),
        District("8048 Zürich", 47.3900, 8.4880, 2.6),
        District("8049 Zürich", 47.4020, 8.4980, 1.6),
        District("8050 Zürich", 47.4110, 8.5440, 2.4),
        District("8051 Zürich", 47.4050, 8.5720, 2.2),
        District("8052 Zürich", 47.4220, 8.5470, 1.7),
        District("8053 Zürich", 47.3580, 8.5900, 0.9),
    ),
    suburbs=(
        District("8952 Schlieren", 47.3970, 8.4480, 1.3),
        District("8953 Dietikon", 47.4050, 8.4000, 1.7),
        District("8600 Dübendorf", 47.3970, 8.6180, 1.7),
        District("8304 Wallisellen", 47.4150, 8.5970, 1.1),
        District("8152 Opfikon", 47.4300, 8.5690, 1.2),
        District("8302 Kloten", 47.4510, 8.5850, 1.2),
        District("8105 Regensdorf", 47.4340, 8.4690, 1.1),
        District("8134 Adliswil", 47.3110, 8.5240, 1.1),
        District("8800 Thalwil", 47.2950, 8.5620),
        District("8700 Küsnacht", 47.3190, 8.5860, 0.9),
        District("8702 Zollikon", 47.3410, 8.5770, 0.8),
        District("8802 Kilchberg", 47.3230, 8.5440, 0.6),
        District("8135 Langnau am Albis", 47.2880, 8.5410, 0.5),
        District("8117 Fällanden", 47.3720, 8.6390, 0.5),
        District("8903 Birmensdorf", 47.3530, 8.4420, 0.5),
        District("8610 Uster", 47.3490, 8.7180, 1.6),
    ),
    towns=(
        District("8400 Winterthur", 47.5000, 8.7240, 3.0),
        District("5400 Baden", 47.4730, 8.3080, 1.3),
        District("8820 Wädenswil", 47.2300, 8.6680),
        District("8180 Bülach", 47.5220, 8.5410),
        District("8910 Affoltern am Albis", 47.2780, 8.4520, 0.6),
        District("8620 Wetzikon", 47.3260, 8.7980),
        District("6300 Zug", 47.1800, 8.5200),
        District("8640 Rapperswil", 47.2300, 8.8240, 0.8),
        District("5620 Bremgarten", 47.3510, 8.3420, 0.4),
        District("8165 Schöfflisdorf", 47.4990, 8.4200, 0.3),
        District("8330 Pfäffikon", 47.3680, 8.7860, 0.5),
    ),
    water=(_LAKE,),
)
"""Coordinates hold to about a kilometre; weights roughly follow the number of inhabitants."""
