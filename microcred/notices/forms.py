from django import forms

from microcred.foundation.fields import Moment


class ReadAllForm(forms.Form):
    """Up to when "all" reaches: the moment the page was made, so that nothing newer is marked unseen."""

    up_to = Moment(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])
