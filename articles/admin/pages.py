"""Every page of the admin; importing it registers them."""

# ruff: noqa: F401
from articles.admin import audit, front_page, static_pages, tokens, users
from articles.admin.articles import admin, agency_tasks, scheduled_changes
from articles.admin.clips import admin as clip
from articles.admin.clips import runs
from articles.admin.comments import admin as comment
from articles.admin.comments import blocked_words, policy
from articles.admin.images import admin as image
from articles.admin.taxonomy import person, source, topic
