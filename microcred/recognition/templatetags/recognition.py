"""`{% load recognition %}`: explanations in the reader's language."""

from django import template

from microcred.recognition.rules import explained

register = template.Library()
register.filter("explained", explained)
