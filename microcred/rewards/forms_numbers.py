"""What may be typed of employee numbers: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words

LONGEST_NUMBER = 40


class EmployeeNumbersForm(forms.Form):
    """Addresses with numbers, one a line."""

    numbers = Words(
        label=_("Numbers, one a line"),
        help_text=_(
            "The e-mail address, a comma, and the number, such as “ada@example.org, 004711”; as your payroll exports "
            "them. Nothing after the comma takes the number away. Who is not named keeps theirs; "
            "a number of somebody who has left is free to give to another."
        ),
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean_numbers(self) -> dict[str, str]:
        """The number of each address."""
        found: dict[str, str] = {}
        for line in filter(None, (line.strip() for line in str(self.cleaned_data["numbers"]).splitlines())):
            address, comma, number = (part.strip().strip('"') for part in line.partition(","))
            read = comma and "@" in address and len(number) <= LONGEST_NUMBER and number.isprintable()
            if not read or "," in number or address.lower() in found:
                raise forms.ValidationError(
                    _("“%(line)s” cannot be read, or its address is there twice. Write an address, a comma, a number."),
                    code="unread",
                    params={"line": line},
                )
            found[address.lower()] = number
        return found
