"""Examples of sources, agencies, topics and persons."""

from typing import Any

from articles.api.examples.sample_values import JSON_TYPE, SITE, page

OUTLET = {"id": 3, "slug": "der-anzeiger", "name": "Der Anzeiger"}
AGENCY = {"id": 4, "slug": "dpa", "name": "dpa"}
TOPIC = {"id": 5, "slug": "rathaus", "name": "Rathaus"}
PERSON = {"id": 6, "slug": "erika-muster", "name": "Erika Muster"}
WHOLE_OUTLET = {
    **OUTLET,
    "kind": "outlet",
    "homepage": "https://anzeiger.example/",
    "url": f"{SITE}/sources/der-anzeiger/",
}
WHOLE_AGENCY = {**AGENCY, "kind": "agency", "homepage": "", "url": f"{SITE}/sources/dpa/"}
WHOLE_TOPIC = {**TOPIC, "description": "Um- und Ausbau.", "url": f"{SITE}/topics/rathaus/"}
DESK_TOPIC = {**TOPIC, "description": "Um- und Ausbau."}
DESK_SOURCE = {
    **OUTLET,
    "kind": "outlet",
    "homepage": "https://anzeiger.example/",
    "right": "full",
    "right_note": "Vertrag vom 1. Juni 2024",
    "right_until": "2034-12-31",
}

RESPONSES: dict[str, dict[str, Any]] = {  # by operation and media type
    "listSources": {JSON_TYPE: page(WHOLE_OUTLET, WHOLE_AGENCY)},
    "getSource": {JSON_TYPE: WHOLE_OUTLET},
    "listAgencies": {JSON_TYPE: page(WHOLE_AGENCY)},
    "getAgency": {JSON_TYPE: WHOLE_AGENCY},
    "listTopics": {JSON_TYPE: page(WHOLE_TOPIC)},
    "getTopic": {JSON_TYPE: WHOLE_TOPIC},
    "listPersons": {JSON_TYPE: page(PERSON)},
    "getPerson": {JSON_TYPE: PERSON},
    "createTopic": {JSON_TYPE: DESK_TOPIC},
    "getDeskTopic": {JSON_TYPE: DESK_TOPIC},
    "changeTopic": {JSON_TYPE: DESK_TOPIC},
    "createSource": {JSON_TYPE: DESK_SOURCE},
    "getDeskSource": {JSON_TYPE: DESK_SOURCE},
    "changeSource": {JSON_TYPE: DESK_SOURCE},
    "createPerson": {JSON_TYPE: PERSON},
    "getDeskPerson": {JSON_TYPE: PERSON},
    "changePerson": {JSON_TYPE: PERSON},
}

REQUESTS: dict[str, dict[str, Any]] = {  # by operation and media type
    "createTopic": {JSON_TYPE: {"name": "Brücken", "description": "Um- und Ausbau."}},
    "changeTopic": {JSON_TYPE: {"description": "Um- und Ausbau."}},
    "createSource": {JSON_TYPE: {"name": "Der Bote", "kind": "outlet", "right": "full", "right_until": "2034-12-31"}},
    "changeSource": {JSON_TYPE: {"right": "full", "right_note": "Vertrag vom 1. Juni 2024"}},
    "createPerson": {JSON_TYPE: {"name": "Bo Beispiel"}},
    "changePerson": {JSON_TYPE: {"name": "Erika Muster-Mann"}},
}
