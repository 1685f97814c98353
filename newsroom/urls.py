"""Every address of the site, by door."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("articles.api.urls")),
    path("", include("articles.pages.urls")),
]

handler400 = "articles.pages.errors.bad_request"
handler404 = "articles.pages.errors.not_found"
handler500 = "articles.pages.errors.server_error"
