"""A server that speaks S3, as a process of its own: one for each run that needs it, with a bucket for each test."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
import pytest

KEY, SECRET = "microcred", "not-a-secret-at-all"


@dataclass(frozen=True)
class S3:
    """Where the server is, and a bucket of its own in it."""

    endpoint: str
    bucket: str

    @property
    def client(self) -> Any:
        """Someone else who may look into the bucket."""
        access = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": "us-east-1"}
        return boto3.client("s3", endpoint_url=self.endpoint, **access)


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """The address of a moto server."""
    # at port 0 the kernel chooses one that is free, and the server says which
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield _address(server)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _address(server: subprocess.Popen[str]) -> str:
    said = []
    for line in server.stderr or ():
        said.append(line)
        if address := re.search(r"Running on (http://127\.0\.0\.1:\d+)", line):
            # It goes on to note every call, and would stand still before a full pipe.
            threading.Thread(target=deque, args=(server.stderr, 0), daemon=True).start()
            return address[1]
    raise AssertionError("the S3 server of the tests does not start:\n" + "".join(said))


@pytest.fixture
def s3(s3_endpoint: str, settings: Any) -> S3:
    """Files lie in a new bucket."""
    here = S3(s3_endpoint, f"files-{uuid4().hex}")
    here.client.create_bucket(Bucket=here.bucket)
    settings.S3_BUCKET, settings.S3_ENDPOINT = here.bucket, here.endpoint
    settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY = KEY, SECRET
    settings.S3_PREFIX = "evidence/"
    return here


@pytest.fixture(params=["disk", "s3"])
def files(request: pytest.FixtureRequest, settings: Any, tmp_path: Any) -> str:
    """Files lie on the disk of this machine, and then, for the same story, in a bucket."""
    settings.FILES_ROOT = tmp_path / "files"
    if request.param == "s3":
        request.getfixturevalue("s3")
    return request.param
