"""Examples of all requests and responses: one small newspaper, the same in every operation.

Tests check each example against its schema and against what the product answers, and send each request.
"""

from collections.abc import Mapping
from typing import Any

from articles.api.examples import agency_tasks, articles, clips, comments, images, taxonomy

SUBJECTS = (agency_tasks, articles, comments, images, clips, taxonomy)
RESPONSES = {name: example for subject in SUBJECTS for name, example in subject.RESPONSES.items()}
REQUESTS = {name: example for subject in SUBJECTS for name, example in subject.REQUESTS.items()}

PATH_IDS = {  # of what an address names, by operation
    **dict.fromkeys(("getClip", "moveClip", "decideClipPlace"), 7),
    **dict.fromkeys(("getAgencyTask", "decideAgencyTask"), 2),
    "reportComment": 31,
    **dict.fromkeys(("getDeskImage", "changeImage"), 9),
    **dict.fromkeys(("getDeskTopic", "changeTopic"), 5),
    **dict.fromkeys(("getDeskSource", "changeSource"), 3),
    **dict.fromkeys(("getDeskPerson", "changePerson"), 6),
}
PATH_KEYS = {
    "getSource": "der-anzeiger",
    "getAgency": "dpa",
    "getTopic": "rathaus",
    "getPerson": "erika-muster",
    "getImage": "9",
}
PARAMETERS: dict[str, Any] = {  # by name, where neither the operation nor the schema says more
    "agency": "dpa",
    "source": "der-anzeiger",
    "topic": "rathaus",
    "person": "erika-muster",
    "place": "Musterstadt",
    "q": "rathaus",
    "language": "de",
    "genre": "news",
    "state": "draft",
    "status": "pending",
    "held": "true",
    "date_from": "2024-06",
    "date_to": "2024-06-30",
    "published_from": "2024-06-19T00:00:00Z",
    "published_to": "2024-06-20T00:00:00Z",
    "changed_since": "2024-06-19T08:00:00Z",
    "fields": ["headline", "lead"],
    "include": ["source", "images"],
    "since": "5f3a9c1e-48",
    "revision": 40,
    "If-Match": '"v7"',
    "If-None-Match": '"5d41402abc4b2a76b9719d911017c592"',
    "If-Modified-Since": "Wed, 19 Jun 2024 10:30:00 GMT",
    "Idempotency-Key": "rathaus-1",
}
OPERATION_PARAMETERS: dict[tuple[str, str], Any] = {
    ("listArticles", "id"): "12,31",
    ("listArticles", "body"): "html",
    ("getArticle", "body"): "html",
    ("listAgencyTasks", "state"): "open",
    ("listAgencyTasks", "kind"): "kill",
    ("listAgencyTasks", "article"): 12,
    ("listClips", "state"): "new",
    ("listDeskArticles", "clip"): 7,
    ("listDeskComments", "article"): 12,
    ("listImages", "article"): "rathaus-wird-saniert",
    ("importClip", "dry_run"): "true",
    **{(f"change{noun}", "If-Match"): "*" for noun in ("Topic", "Source", "Person", "Image")},
}


def parameter_example(operation: str, parameter: Mapping[str, Any]) -> Any:
    """An example value of a parameter; raises KeyError where there is none."""
    name, schema = str(parameter["name"]), parameter["schema"]
    if (operation, name) in OPERATION_PARAMETERS:
        return OPERATION_PARAMETERS[operation, name]
    if name == "id":
        return PATH_IDS.get(operation, 12)
    if name == "key":
        return PATH_KEYS.get(operation, "rathaus-wird-saniert")
    return schema["default"] if "default" in schema else PARAMETERS[name]


def add_examples(operation: dict[str, Any]) -> None:
    """Put the examples into an operation of the schema; raises KeyError for a response without one."""
    name = operation["operationId"]
    for parameter in operation.get("parameters", ()):  # a cursor brings its own: it depends on the order
        if "example" not in parameter:
            parameter["example"] = parameter_example(name, parameter)
    for media_type, content in operation.get("requestBody", {"content": {}})["content"].items():
        content["example"] = REQUESTS[name][media_type]
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            for media_type, content in answer["content"].items():
                content["example"] = RESPONSES[name][media_type]
