"""`{% load money %}`: amounts of money as the reader's language writes them."""

from django import template

from microcred.foundation.money_words import money, moneys

register = template.Library()
register.filter("money", money)
register.filter("moneys", moneys)
