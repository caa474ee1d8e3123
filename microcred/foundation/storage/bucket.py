"""Bytes in a bucket of any S3-compatible store. This file alone speaks to it, at the address in the settings only.

No object is given an access rule of its own, so that each is as private as the bucket. A browser sends the parts of a
large file to the bucket itself, and fetches recordings from it, by links that are signed for one call and a short time
(AWS Signature Version 4 by query parameters).
"""

import io
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from microcred.foundation.storage.places import CHUNK, Address, NotThere, begun_at

PART = 8 << 20
"""bytes of one part of what the server itself writes: above the 5 MiB that S3 asks of every part but the last"""

GONE = frozenset({"404", "NoSuchKey", "NoSuchUpload", "NotFound"})
"""What stores call a thing that is not there."""


class Bucket:
    """A bucket as a place for bytes.

    Args:
        name: the bucket's.
        prefix: what every key in it begins with.
        endpoint: the store's address for this server; empty for AWS.
        public_endpoint: its address for browsers; empty where that is the same.
        region: as the store calls it.
        key, secret: whom the store knows the server as; empty for what boto3 finds in its surroundings.
    """

    def __init__(
        self, *, name: str, prefix: str, endpoint: str, public_endpoint: str, region: str, key: str, secret: str
    ) -> None:
        self.name, self.prefix = name, prefix
        access = {
            "region_name": region,
            "aws_access_key_id": key or None,
            "aws_secret_access_key": secret or None,
            "config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if endpoint else "auto"},
                connect_timeout=5,
                read_timeout=60,
                retries={"mode": "standard", "max_attempts": 4},
                # Not every store knows the checksums that newer clients send unasked.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }
        session = boto3.session.Session()
        self.client: Any = session.client("s3", endpoint_url=endpoint or None, **access)
        self.signer: Any = session.client("s3", endpoint_url=public_endpoint or endpoint or None, **access)

    def key_of(self, key: UUID) -> str:
        """What the bucket calls an object."""
        return f"{self.prefix}{key.hex[-2:]}/{key.hex}"

    def put(self, key: UUID, chunks: Iterable[bytes]) -> None:
        where = self._where(key)
        pieces = _pieces(chunks, PART)
        first = next(pieces, b"")
        if len(first) < PART:
            self.client.put_object(**where, Body=first)
            return
        upload = self.create(key, media_type="application/octet-stream")
        try:
            parts = []
            for number, piece in enumerate(_after(first, pieces), 1):
                sent = self.client.upload_part(**where, UploadId=upload, PartNumber=number, Body=piece)
                parts.append({"PartNumber": number, "ETag": sent["ETag"]})
            self.client.complete_multipart_upload(**where, UploadId=upload, MultipartUpload={"Parts": parts})
        except BaseException:
            self.abort(key, upload)
            raise

    def open(self, key: UUID) -> BinaryIO:
        try:
            size = self.client.head_object(**self._where(key))["ContentLength"]
        except ClientError as error:
            raise _missing(error) from error
        return cast("BinaryIO", io.BufferedReader(_Remote(self, key, size), CHUNK))

    def read_range(self, key: UUID, start: int, stop: int) -> Iterator[bytes]:
        left = stop - start
        if left <= 0:
            return
        body = self.answer(key, start, stop)
        try:
            while left > 0 and (chunk := body.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk
        finally:
            body.close()

    def answer(self, key: UUID, start: int, stop: int) -> Any:
        """The bytes from `start` on, as a body to be read up to `stop` and closed.

        Raises:
            FileNotFoundError: no such object.
        """
        try:
            answer = self.client.get_object(**self._where(key), Range=f"bytes={start}-{stop - 1}")
        except ClientError as error:
            raise _missing(error) from error
        # Some stores answer a range with 200; what they give is in `Content-Range`, and the whole where that lacks.
        skipped = 0 if "ContentRange" in answer else start
        while skipped > 0 and (passed := answer["Body"].read(min(CHUNK, skipped))):
            skipped -= len(passed)
        return answer["Body"]

    def exists(self, key: UUID) -> bool:
        try:
            self.client.head_object(**self._where(key))
        except ClientError as error:
            if _is_gone(error):
                return False
            raise
        return True

    def remove(self, key: UUID) -> None:
        self.client.delete_object(**self._where(key))

    def objects(self) -> Iterator[tuple[str, datetime]]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self.prefix)
        for page in pages:
            for found in page.get("Contents", ()):
                folder, _slash, name = found["Key"].removeprefix(self.prefix).partition("/")
                if len(folder) == 2 and "/" not in name:  # what lies deeper is a place of its own
                    yield name, found["LastModified"]

    def remove_named(self, name: str) -> None:
        self.client.delete_object(Bucket=self.name, Key=f"{self.prefix}{name[-2:]}/{name}")

    def link(self, key: UUID, *, media_type: str, disposition: str, seconds: int) -> str | None:
        said = {"ResponseContentType": media_type, "ResponseContentDisposition": disposition}
        return self._signed("get_object", seconds, **self._where(key), **said)

    def create(self, key: UUID, *, media_type: str) -> str:
        begun = self.client.create_multipart_upload(**self._where(key), ContentType=media_type)
        return str(begun["UploadId"])

    def part_address(
        self, key: UUID, upload: str, *, number: int, size: int, sha256: str, seconds: int
    ) -> Address | None:
        # A store that knows the header refuses other bytes itself; where it does not, the server finds them at the end.
        checksum = b64encode(bytes.fromhex(sha256)).decode()
        url = self._signed(
            "upload_part", seconds, **self._where(key), UploadId=upload, PartNumber=number, ChecksumSHA256=checksum
        )
        return Address(url, {"x-amz-checksum-sha256": checksum} if "x-amz-checksum-sha256=" not in url.lower() else {})

    def list_address(self, key: UUID, upload: str, *, seconds: int) -> Address | None:
        return Address(self._signed("list_parts", seconds, **self._where(key), UploadId=upload), {})

    def parts(self, key: UUID, upload: str) -> dict[int, tuple[str, int]]:
        pages = self.client.get_paginator("list_parts").paginate(**self._where(key), UploadId=upload)
        try:
            found = [part for page in pages for part in page.get("Parts", ())]
        except ClientError as error:
            if _is_gone(error):
                raise NotThere from error
            raise
        return {part["PartNumber"]: (part["ETag"].strip('"'), part["Size"]) for part in found}

    def digest(self, key: UUID, upload: str, *, parts: int) -> str | None:
        return None

    def complete(self, key: UUID, upload: str) -> None:
        if self.exists(key):
            return
        there = self.parts(key, upload)
        if not there or list(there) != list(range(1, len(there) + 1)):
            raise NotThere
        parts = [{"PartNumber": number, "ETag": f'"{etag}"'} for number, (etag, _size) in there.items()]
        try:
            self.client.complete_multipart_upload(**self._where(key), UploadId=upload, MultipartUpload={"Parts": parts})
        except ClientError as error:
            if not self.exists(key):  # somebody else was faster
                raise NotThere from error

    def abort(self, key: UUID, upload: str) -> None:
        try:
            self.client.abort_multipart_upload(**self._where(key), UploadId=upload)
        except ClientError as error:
            if not _is_gone(error):
                raise

    def abort_begun_before(self, before: datetime) -> int:
        pages = self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.name, Prefix=self.prefix)
        found = [(UUID(one["Key"][-32:]), one["UploadId"]) for page in pages for one in page.get("Uploads", ())]
        old = [(key, upload) for key, upload in found if begun_at(key) < before]
        for key, upload in old:
            self.abort(key, upload)
        return len(old)

    def _where(self, key: UUID) -> dict[str, str]:
        return {"Bucket": self.name, "Key": self.key_of(key)}

    def _signed(self, call: str, seconds: int, **parameters: Any) -> str:
        return str(self.signer.generate_presigned_url(call, Params=parameters, ExpiresIn=seconds))


class _Remote(io.RawIOBase):
    """An object in the bucket as a file: one answer is read on for as long as nobody asks for another place."""

    def __init__(self, bucket: Bucket, key: UUID, size: int) -> None:
        self._bucket, self._key, self._size, self._at = bucket, key, size, 0
        self._answer: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if at != self._at:
            self._at = at
            self._let_go()
        return at

    def tell(self) -> int:
        return self._at

    def readinto(self, target: Any) -> int:
        wanted = min(len(target), self._size - self._at)
        if wanted <= 0:
            return 0
        if self._answer is None:
            self._answer = self._bucket.answer(self._key, self._at, self._size)
        read = self._answer.read(wanted)
        target[: len(read)] = read
        self._at += len(read)
        return len(read)

    def readall(self) -> bytes:
        return b"".join(iter(lambda: self.read(CHUNK) or b"", b""))

    def close(self) -> None:
        self._let_go()
        super().close()

    def _let_go(self) -> None:
        if self._answer is not None:
            self._answer.close()
            self._answer = None


def _is_gone(error: ClientError) -> bool:
    return str(error.response.get("Error", {}).get("Code")) in GONE


def _missing(error: ClientError) -> Exception:
    return FileNotFoundError() if _is_gone(error) else error


def _pieces(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of one size, but the last."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)


def _after(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
