"""A server that speaks S3, on this machine and for the length of the tests (moto)."""

from itertools import count
from typing import Any

KEY, SECRET = "testing", "parole-8"


class BucketServer:
    """Buckets in memory; ``client`` looks into them past Marsad."""

    def __init__(self) -> None:
        import boto3
        from moto.server import ThreadedMotoServer

        self.server = ThreadedMotoServer(port=0, verbose=False)
        self.server.start()
        host, port = self.server.get_host_and_port()
        self.endpoint = f"http://{host}:{port}"
        self.client: Any = boto3.client(
            "s3", endpoint_url=self.endpoint, region_name="us-east-1", aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )  # fmt: skip
        self.made = count(1)

    def fresh(self) -> str:
        """The name of a new bucket."""
        name = f"marsad-{next(self.made)}"
        self.client.create_bucket(Bucket=name)
        return name

    def keys(self, name: str) -> list[str]:
        found = self.client.list_objects_v2(Bucket=name)
        return [each["Key"] for each in found.get("Contents", [])]

    def put(self, name: str, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=name, Key=key, Body=data)

    def stop(self) -> None:
        self.server.stop()
