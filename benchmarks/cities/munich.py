"""Munich, its S-Bahn suburbs and the towns around."""

from __future__ import annotations

from benchmarks.city import City, District, listed

MUNICH = City(
    name="München",
    time_zone="Europe/Berlin",
    currency="EUR",
    address="{street} {number}, {locality}",
    person="{first} {last}",
    streets=listed("""
        Bahnhofstraße, Hauptstraße, Lindenstraße, Gartenstraße, Schulstraße, Münchner Straße, Ludwigstraße,
        Schleißheimer Straße, Implerstraße, Fürstenrieder Straße, Rosenheimer Straße, Dachauer Straße,
        Landsberger Straße, Nordendstraße, Tegernseer Landstraße, Am Anger, Kirchplatz, Ahornweg, Birkenstraße,
        Isarweg, Mozartstraße, Eichendorffstraße, Wiesenweg, Berg-am-Laim-Straße, St.-Martin-Straße, Ringstraße,
        Am Waldrand, Blumenstraße, Goethestraße
    """),
    first_names=listed("""
        Anna, Lukas, Maria, Florian, Katharina, Maximilian, Julia, Sebastian, Sabine, Andreas, Franziska,
        Tobias, Stefanie, Josef, Magdalena, Michael, Christine, Korbinian, Ayşe, Thomas, Veronika, Markus, Eva,
        Johannes, Monika, Emre, Theresa, Peter, Barbara, Ivan, Nicole, Georg, Heike, Daniel, Simone, Matthias
    """),
    last_names=listed("""
        Huber, Maier, Bauer, Wagner, Schuster, Hofmann, Lang, Berger, Eder, Fuchs, Wimmer, Gruber, Brandl,
        Winkler, Stadler, Kaiser, Schwarz, Vogl, Obermeier, Lechner, Riedl, Zeller, Aigner, Haas, Kraus,
        Pfeiffer, Seidl, Yılmaz, Novak, Reiter, Böhm, Sailer, Thalhammer, Kellner, Demir, Hartl
    """),
    centre=(
        District("80331 München", 48.1380, 11.5750, 1.2),
        District("80799 München", 48.1510, 11.5740, 2.0),
        District("80801 München", 48.1620, 11.5830, 2.2),
        District("80336 München", 48.1320, 11.5580, 1.8),
        District("81667 München", 48.1290, 11.5980, 2.2),
        District("81371 München", 48.1190, 11.5450, 2.4),
        District("80634 München", 48.1520, 11.5370, 2.4),
        District("81541 München", 48.1150, 11.5870, 2.4),
        District("81675 München", 48.1440, 11.6080, 1.8),
        District("80807 München", 48.1830, 11.5750, 2.0),
        District("80992 München", 48.1790, 11.5160, 1.8),
        District("81241 München", 48.1480, 11.4610, 2.0),
        District("80687 München", 48.1400, 11.5040, 1.8),
        District("81375 München", 48.1160, 11.4850, 1.5),
        District("81825 München", 48.1230, 11.6600, 1.6),
        District("81737 München", 48.1020, 11.6330, 2.4),
        District("81673 München", 48.1250, 11.6300, 1.4),
        District("81479 München", 48.0800, 11.5190, 1.2),
        District("80995 München", 48.2110, 11.5400, 1.3),
        District("80939 München", 48.1900, 11.6060, 1.3),
    ),
    suburbs=(
        District("82008 Unterhaching", 48.0650, 11.6150, 1.3),
        District("85521 Ottobrunn", 48.0640, 11.6630, 1.2),
        District("85540 Haar", 48.1090, 11.7270, 1.2),
        District("82110 Germering", 48.1330, 11.3630, 1.8),
        District("85774 Unterföhring", 48.1920, 11.6430, 0.7),
        District("85748 Garching", 48.2490, 11.6510, 0.9),
        District("85737 Ismaning", 48.2270, 11.6730, 0.9),
        District("85757 Karlsfeld", 48.2270, 11.4740, 1.1),
        District("82166 Gräfelfing", 48.1190, 11.4290, 0.8),
        District("82031 Grünwald", 48.0420, 11.5240, 0.6),
        District("85764 Oberschleißheim", 48.2510, 11.5560, 0.7),
        District("82178 Puchheim", 48.1560, 11.3530, 1.1),
        District("82131 Gauting", 48.0690, 11.3780),
        District("82205 Gilching", 48.1080, 11.2950, 0.9),
        District("85609 Aschheim", 48.1730, 11.7170, 0.5),
    ),
    towns=(
        District("85221 Dachau", 48.2600, 11.4340, 1.8),
        District("85354 Freising", 48.4020, 11.7440, 1.8),
        District("85435 Erding", 48.3060, 11.9070, 1.4),
        District("82256 Fürstenfeldbruck", 48.1790, 11.2550, 1.4),
        District("82515 Wolfratshausen", 47.9130, 11.4220, 0.8),
        District("83607 Holzkirchen", 47.8770, 11.7020, 0.7),
        District("85560 Ebersberg", 48.0770, 11.9700, 0.6),
        District("85570 Markt Schwaben", 48.1890, 11.8690, 0.6),
        District("82054 Sauerlach", 47.9710, 11.6540, 0.4),
        District("85716 Unterschleißheim", 48.2800, 11.5750, 1.2),
        District("85276 Pfaffenhofen", 48.5300, 11.5080, 0.6),
    ),
)
"""Coordinates hold to about a kilometre; weights roughly follow the number of inhabitants."""
