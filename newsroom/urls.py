"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path, re_path

from articles.api.views.index import redirect_to_slash

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("articles.api.urls")),
    re_path(r"^api(/[\s\S]*)?$", redirect_to_slash),
    path("", include("articles.pages.urls")),
]

handler400 = "newsroom.errors.bad_request"
handler403 = "newsroom.errors.forbidden"
handler404 = "newsroom.errors.not_found"
handler500 = "newsroom.errors.server_error"
