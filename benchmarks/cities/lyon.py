"""Lyon and the valley towns around it."""

from __future__ import annotations

from benchmarks.city import City, District, listed

LYON = City(
    name="Lyon",
    time_zone="Europe/Paris",
    currency="EUR",
    address="{number} {street}, {locality}",
    person="{first} {last}",
    streets=listed("""
        Rue Victor Hugo, Rue de la République, Avenue Jean Jaurès, Rue Garibaldi, Cours Lafayette, Rue Paul
        Bert, Avenue Berthelot, Rue des Lilas, Rue du Moulin, Chemin des Vignes, Rue de l'Église, Place de la
        Mairie, Rue Pasteur, Rue Émile Zola, Avenue du Général de Gaulle, Rue des Écoles, Rue Anatole France,
        Rue de la Gare, Route de Vienne, Rue Marcel Mérieux, Montée de la Chapelle, Allée des Tilleuls, Rue
        Louis Blanc, Boulevard des Belges, Rue Gambetta, Impasse du Lavoir, Rue Pierre Curie, Rue Jules Ferry,
        Chemin du Fort, Rue des Acacias
    """),
    first_names=listed("""
        Camille, Thomas, Léa, Julien, Manon, Nicolas, Chloé, Antoine, Sarah, Maxime, Inès, Hugo, Karim, Émilie,
        Mathieu, Nadia, Romain, Laure, Samir, Pauline, Benoît, Fatou, Sébastien, Claire, Yannick, Sophie,
        Olivier, Mélanie, Rachid, Élodie, Vincent, Amina, Guillaume, Céline, Loïc, Marion
    """),
    last_names=listed("""
        Martin, Bernard, Dubois, Robert, Durand, Moreau, Laurent, Girard, Fournier, Mercier, Bonnet, Lambert,
        Faure, Rousseau, Blanc, Guérin, Chevalier, Perrin, Morel, Gauthier, Roche, Colin, Vidal, Brunet,
        Meunier, Berger, Giraud, Benali, Da Silva, Nguyen, Charpentier, Rivière, Marchand, Picard, Ferreira,
        Traoré
    """),
    centre=(
        District("69001 Lyon", 45.7676, 4.8344, 2.0),
        District("69002 Lyon", 45.7578, 4.8320, 2.2),
        District("69003 Lyon", 45.7605, 4.8570, 3.5),
        District("69003 Lyon", 45.7510, 4.8880, 1.8),
        District("69004 Lyon", 45.7790, 4.8280, 2.0),
        District("69005 Lyon", 45.7500, 4.7960, 1.4),
        District("69006 Lyon", 45.7680, 4.8520, 2.6),
        District("69007 Lyon", 45.7458, 4.8420, 2.8),
        District("69007 Lyon", 45.7280, 4.8350, 1.2),
        District("69008 Lyon", 45.7400, 4.8690, 2.6),
        District("69009 Lyon", 45.7800, 4.8050, 1.8),
        District("69100 Villeurbanne", 45.7690, 4.8800, 3.0),
    ),
    suburbs=(
        District("69300 Caluire-et-Cuire", 45.7953, 4.8470, 1.5),
        District("69500 Bron", 45.7386, 4.9130, 1.5),
        District("69200 Vénissieux", 45.6975, 4.8860, 1.8),
        District("69800 Saint-Priest", 45.6960, 4.9440, 1.6),
        District("69120 Vaulx-en-Velin", 45.7770, 4.9190, 1.5),
        District("69150 Décines-Charpieu", 45.7690, 4.9590),
        District("69330 Meyzieu", 45.7670, 5.0030),
        District("69600 Oullins", 45.7140, 4.8080, 1.2),
        District("69110 Sainte-Foy-lès-Lyon", 45.7340, 4.7940),
        District("69160 Tassin-la-Demi-Lune", 45.7640, 4.7560, 1.1),
        District("69130 Écully", 45.7740, 4.7780),
        District("69140 Rillieux-la-Pape", 45.8210, 4.8980, 1.1),
        District("69230 Saint-Genis-Laval", 45.6950, 4.7930),
        District("69340 Francheville", 45.7370, 4.7590, 0.7),
        District("69570 Dardilly", 45.8060, 4.7530, 0.5),
        District("69960 Corbas", 45.6680, 4.9030, 0.6),
        District("69680 Chassieu", 45.7440, 4.9670, 0.6),
        District("69530 Brignais", 45.6740, 4.7540, 0.6),
    ),
    towns=(
        District("69400 Villefranche-sur-Saône", 45.9890, 4.7190, 1.6),
        District("69210 L'Arbresle", 45.8350, 4.6170, 0.6),
        District("69700 Givors", 45.5910, 4.7690),
        District("38200 Vienne", 45.5250, 4.8740, 1.4),
        District("38300 Bourgoin-Jallieu", 45.5860, 5.2740, 1.3),
        District("01700 Miribel", 45.8240, 4.9530, 0.8),
        District("38460 Crémieu", 45.7250, 5.2490, 0.4),
        District("69440 Mornant", 45.6190, 4.6720, 0.5),
        District("01600 Trévoux", 45.9410, 4.7750, 0.6),
        District("38080 L'Isle-d'Abeau", 45.6180, 5.2290, 0.8),
        District("01120 Montluel", 45.8520, 5.0560, 0.5),
        District("69360 Saint-Symphorien-d'Ozon", 45.6330, 4.8590, 0.6),
    ),
)
"""Coordinates hold to about a kilometre; weights roughly follow the number of inhabitants."""
