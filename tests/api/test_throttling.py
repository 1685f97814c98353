"""Rate limits of the API and their headers; cross-origin requests."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from articles.domain import api_usage
from articles.models import RequestCount
from tests.api.test_writing import Program


@pytest.fixture(autouse=True)
def _limit_of_three_a_minute(settings, monkeypatch):
    moment = (time.time() // 3600 + 1) * 3600 + 5  # a minute that does not end within a test
    monkeypatch.setattr(api_usage, "time", SimpleNamespace(time=lambda: moment))
    settings.API_ADDRESS_LIMIT, settings.API_TOKEN_LIMIT = 3, 5
    api_usage._counts.clear()
    cache.clear()


def get_api(address="192.0.2.1", path="/"):
    return Client(REMOTE_ADDR=address).get(f"/api/v1{path}")


def test_every_response_has_rate_limit_headers(db):
    response = get_api()

    assert response["RateLimit-Policy"] == '"default";q=3;w=60'
    assert re.fullmatch(r'"default";r=2;t=[0-9]{1,2}', response["RateLimit"])


def test_a_request_over_the_limit_is_refused_with_retry_after(db):
    answers = [get_api() for _ in range(4)]

    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert answers[3].json()["code"] == "too_many_requests"
    assert 0 < int(answers[3]["Retry-After"]) <= 61
    assert ";r=0;" in answers[3]["RateLimit"]


def test_another_address_is_not_limited(db):
    for _ in range(4):
        get_api()

    assert get_api("192.0.2.2").status_code == 200


def test_an_ipv6_network_of_one_household_is_one_sender(db):
    answers = [get_api(f"2001:db8:0:1::{n}").status_code for n in range(1, 5)]

    assert answers == [200, 200, 200, 429]
    assert get_api("2001:db8:0:2::1").status_code == 200


def test_each_token_counts_for_itself(editor):
    first, second = Program(editor), Program(editor)

    answers = [first.ask("GET", "/desk/articles/").status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]
    assert second.ask("GET", "/desk/articles/")["RateLimit-Policy"] == '"default";q=5;w=60'


def test_a_request_without_a_token_counts_for_its_address(db):
    answers = [get_api(path="/desk/articles/").status_code for _ in range(4)]

    assert answers == [401, 401, 401, 429]


def test_the_workers_count_together(db):
    for _ in range(3):
        get_api()
    api_usage._counts.clear()  # another worker, which has counted nothing yet

    assert get_api().status_code == 429
    assert not RequestCount.objects.filter(key__contains="192.0.2").exists()


def test_a_large_limit_takes_a_query_only_once_in_a_while(db, settings, django_assert_num_queries):
    settings.API_ADDRESS_LIMIT = 600

    with django_assert_num_queries(0):
        for _ in range(29):
            get_api()
    get_api()

    assert RequestCount.objects.get().hits == 30


def test_requests_are_allowed_when_counting_fails(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_requestcount RENAME TO articles_lost")

    assert {get_api().status_code for _ in range(9)} == {200}


def test_a_shared_cache_counts(db, settings, tmp_path):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {**settings.CACHES["default"], "BACKEND": backend, "LOCATION": str(tmp_path)}}

    answers = [get_api().status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    assert RequestCount.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_one_by_one(patience):
    def count_once(number):
        try:
            return api_usage.count("x", 10, 3600).remaining
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_once, range(20)))

    assert RequestCount.objects.get().hits == 20


# other sites' pages


def test_other_sites_are_not_allowed_by_default(client, db):
    response = client.get("/api/v1/", headers={"origin": "https://example.org"})

    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response


def test_a_configured_site_is_allowed_without_cookies(client, db, settings):
    settings.CORS_ORIGINS = ["https://example.org"]
    headers = {"origin": "https://example.org", "access-control-request-method": "PATCH"}

    first = client.options("/api/v1/desk/articles/1/", headers=headers)
    other = client.get("/api/v1/", headers={"origin": "https://example.com"})

    assert (first.status_code, first["Access-Control-Allow-Origin"]) == (204, "https://example.org")
    assert "If-Match" in first["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in first
    assert "Access-Control-Allow-Origin" not in other
    assert "Origin" in other["Vary"]
