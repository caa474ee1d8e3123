from microcred.organizations.models import Person
from microcred.organizations.operations import choose_language, update_profile


def test_a_new_name_and_clock(cast):
    update_profile(actor=cast.ada, name="Ada Whitfield-Okonkwo", time_zone="America/Chicago", language="es")

    ada = Person.objects.get(pk=cast.ada.pk)
    assert (ada.name, ada.time_zone, ada.language) == ("Ada Whitfield-Okonkwo", "America/Chicago", "es")


def test_choosing_a_language_changes_nothing_else(cast):
    choose_language(actor=cast.ada, language="es")

    ada = Person.objects.get(pk=cast.ada.pk)
    assert (ada.name, ada.language) == ("Ada Whitfield", "es")
