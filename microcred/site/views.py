from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def front_page(request: HttpRequest) -> HttpResponse:
    """The public front page."""
    return render(request, "site/front_page.html")


def home(request: HttpRequest) -> HttpResponse:
    """Each role's first page."""
    return render(request, "site/home.html")
