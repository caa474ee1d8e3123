"""What the server says to a bucket is signed with its secret, and a store that checks signatures takes nothing else."""

import json
from collections.abc import Iterator
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.exceptions import ClientError

from microcred.foundation.ids import uuid7
from microcred.foundation.storage.bucket import Bucket

EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


@pytest.fixture
def access(s3) -> Iterator[dict[str, str]]:
    """A key and its secret, at a store that from now on checks every signature (AWS Signature Version 4)."""
    known = {"aws_access_key_id": "x", "aws_secret_access_key": "y", "region_name": "us-east-1"}
    people = boto3.client("iam", endpoint_url=s3.endpoint, **known)
    name = f"server-{uuid7().hex}"
    people.create_user(UserName=name)
    people.put_user_policy(UserName=name, PolicyName="files", PolicyDocument=json.dumps(EVERYTHING))
    made = people.create_access_key(UserName=name)["AccessKey"]
    _checks_from_now_on(s3.endpoint, "0")
    try:
        yield {"key": made["AccessKeyId"], "secret": made["SecretAccessKey"]}
    finally:
        _checks_from_now_on(s3.endpoint, "inf")


def _checks_from_now_on(endpoint: str, after: str) -> None:
    said = Request(f"{endpoint}/moto-api/reset-auth", after.encode(), {"Content-Type": "text/plain"}, method="POST")
    with urlopen(said) as answer:
        assert answer.status == 200


def bucket(s3, **access: str) -> Bucket:
    where = {"name": s3.bucket, "prefix": "", "endpoint": s3.endpoint, "public_endpoint": "", "region": "us-east-1"}
    return Bucket(**where, **access)


def test_what_is_signed_with_the_secret_is_taken(s3, access):
    place, key = bucket(s3, **access), uuid7()
    place.put(key, [b"words"])
    assert b"".join(place.read_range(key, 1, 4)) == b"ord"
    with place.open(key) as source:
        assert source.read() == b"words"
    upload = place.create(uuid7(), media_type="video/mp4")
    assert upload
    place.remove(key)
    assert not place.exists(key)


@pytest.mark.parametrize("wrong", ["secret", "key"])
def test_what_is_signed_with_another_is_refused(s3, access, wrong):
    right, key = bucket(s3, **access), uuid7()
    right.put(key, [b"words"])
    other = bucket(s3, **(access | {wrong: access[wrong][:-1] + ("A" if access[wrong][-1] != "A" else "B")}))
    for call in (
        lambda: other.put(uuid7(), [b"others"]),
        lambda: b"".join(other.read_range(key, 0, 5)),
        lambda: other.create(uuid7(), media_type="video/mp4"),
        lambda: other.remove(key),
    ):
        with pytest.raises(ClientError) as refused:
            call()
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert right.exists(key)
