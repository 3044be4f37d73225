"""What a client needs to reach an engine, and how it gets it: one line of JSON through a pipe."""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Security


@dataclass(frozen=True)
class Credentials:
    """Address of a scheduler and the certificates to talk to it, as PEM texts."""

    address: str
    ca: str
    certificate: str
    key: str

    def security(self) -> "Security":
        """The same as Dask's clients want it."""
        from distributed import Security  # slow; the engine process is started before

        return Security(
            require_encryption=True,
            tls_ca_file=self.ca,
            tls_client_cert=self.certificate,
            tls_client_key=self.key,
        )

    def to_line(self) -> bytes:
        """One line of JSON, line end included."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Credentials":
        """Read what `to_line` has written."""
        return cls(**json.loads(line))
