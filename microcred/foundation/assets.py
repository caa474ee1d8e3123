"""Static files: by their hashed names once `collectstatic` has run, by their plain names before."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, StaticFilesStorage


class Storage(ManifestStaticFilesStorage):
    """Gives the hashed name that the manifest knows; a name without a hash is served as it is, and not cached."""

    manifest_strict = False

    def url(self, name: str, force: bool = False) -> str:
        """Return the address of an asset."""
        if self.hash_key(self.clean_name(name)) not in self.hashed_files:
            return StaticFilesStorage.url(self, name)
        return super().url(name, force)
