"""The program's web with one page more: what Django does at least, as the measure of the others."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

settings.ROOT_URLCONF = __name__
application = get_wsgi_application()

# Written once, as Django keeps the templates of the other pages.
_PAGE = engines["django"].from_string(
    "<!doctype html><html><body><h1>{{ user.full_name }}</h1><p>{{ company.name }}</p></body></html>"
)


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Session, user, one row, a template."""
    from zaplecze.platform.models import Company
    from zaplecze.platform.scope import user_scope

    with user_scope(request.user.pk or 0):
        company = Company.objects.first()
    return HttpResponse(_PAGE.render({"company": company, "user": request.user}, request))


urlpatterns = [path("bare/", bare), path("", include("zaplecze.config.urls"))]
