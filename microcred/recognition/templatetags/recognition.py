"""`{% load recognition %}`: explanations in the reader's language, amounts as people write them."""

from django import template

from microcred.recognition.rules import explained, plain

register = template.Library()
register.filter("explained", explained)
register.filter("plain", plain)
