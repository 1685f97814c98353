"""Examples of pictures."""

from typing import Any

from articles.api.examples.sample_values import FORM_TYPE, JSON_TYPE, SITE, page

PICTURE = f"{SITE}/pictures/9/de7c9d4ae3c9ffb51dabdfa7"
IMAGE = {
    "id": 9,
    "kind": "photo",
    "caption": "Das Rathaus im Juni",
    "credit": "Erika Muster/dpa",
    "photographer": "Erika Muster",
    "agency": "dpa",
    "copyright": "",
    "usage_terms": "",
    "rights_until": "2034-12-31",
    "alt_text": "Ein Gerüst verdeckt die Fassade des Rathauses.",
    "file": f"{PICTURE}/whole-1600.jpg",
    "width": 1600,
    "height": 1067,
    "is_series": False,
    "focal_point": {"x": 0.5, "y": 0.4},
    "renditions": [
        {
            "url": f"{PICTURE}/whole-960.webp",
            "media_type": "image/webp",
            "width": 960,
            "height": 640,
            "crop": None,
        },
        {
            "url": f"{PICTURE}/whole-1600.jpg",
            "media_type": "image/jpeg",
            "width": 1600,
            "height": 1067,
            "crop": None,
        },
    ],
}
IMAGE_TEXTS = {"caption": "Das Rathaus im Juni", "credit": "Erika Muster/dpa", "alt_text": "Ein Gerüst."}

RESPONSES: dict[str, dict[str, Any]] = {  # by operation and media type
    "listImages": {JSON_TYPE: page(IMAGE)},
    "getImage": {JSON_TYPE: IMAGE},
    "createImage": {JSON_TYPE: IMAGE},
    "getDeskImage": {JSON_TYPE: IMAGE},
    "changeImage": {JSON_TYPE: IMAGE},
}

REQUESTS: dict[str, dict[str, Any]] = {  # by operation and media type
    "createImage": {
        JSON_TYPE: IMAGE_TEXTS,
        FORM_TYPE: {"file": "(the bytes of the picture)", **IMAGE_TEXTS},
    },
    "changeImage": {JSON_TYPE: {"credit": "Erika Muster/dpa", "rights_until": "2034-12-31"}},
}
