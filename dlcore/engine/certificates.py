"""A private authority and its certificate for the machines of a cluster.

    python -m dlcore.engine.certificates FOLDER [--days 365]

writes three files that this user alone can read: `ca.pem`, `cert.pem` and `key.pem`. Scheduler,
workers and web server all show the same certificate and trust no other, so whoever has the three
files is of the cluster, and nobody else. The authority's own key is never written: for new
certificates all are made again. Files that are there already, and valid for a while, stay.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAYS = 365
FILES = ("ca.pem", "cert.pem", "key.pem")
_SPARE_DAYS = 30  # what ends sooner is made again
_AUTHORITY, _NODE = "dlcore cluster authority", "dlcore cluster node"


def main() -> None:
    """Make the files that the command line asks for, and say where they are."""
    parser = argparse.ArgumentParser(
        prog="python -m dlcore.engine.certificates",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="where to write; made where it is missing")
    parser.add_argument("--days", type=int, default=DAYS, help="how long they are valid")
    arguments = parser.parse_args()
    if arguments.days < 1:
        parser.error(f"--days: expected at least 1. Received: {arguments.days}")
    if is_valid(arguments.folder):
        print(f"{arguments.folder}: the certificates there are still valid")
        return
    try:
        make(arguments.folder, arguments.days)
    except OSError as error:
        sys.exit(f"The certificates cannot be written: {error}")
    print(f"{arguments.folder}: {', '.join(FILES)}, valid for {arguments.days} days")


def is_valid(folder: Path) -> bool:
    """Whether the three files are there, belong together, and are valid for another month."""
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=_SPARE_DAYS)
    try:
        authority, certificate, key = ((folder / name).read_bytes() for name in FILES)
        shown = x509.load_pem_x509_certificate(certificate)
        shown.verify_directly_issued_by(x509.load_pem_x509_certificate(authority))
        private = serialization.load_pem_private_key(key, None)
    except (OSError, TypeError, ValueError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return private.public_key() == shown.public_key() and shown.not_valid_after_utc > soon


def make(folder: Path, days: int = DAYS) -> None:
    """Write an authority's certificate, a node's, and the node's key as PEM files.

    Dask checks that a certificate comes from the authority, and no names in it, so one certificate
    does for all machines.

    Args:
        folder: made where it is missing; what is there is replaced.
        days: how long they are valid.

    Raises:
        OSError: if nothing can be written there.
    """
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = (
        _certificate(_AUTHORITY, authority_key, days)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    certificate = (
        _certificate(_NODE, key, days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    texts = (authority.public_bytes(pem), certificate.public_bytes(pem), private)
    for name, text in zip(FILES, texts, strict=True):
        _write(folder / name, text)


def _certificate(name: str, key: ec.EllipticCurvePrivateKey, days: int) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(_AUTHORITY))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))  # clocks differ
        .not_valid_after(now + datetime.timedelta(days=days))
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _write(path: Path, text: bytes) -> None:
    # Never open to others, not even for a moment; and whole or not at all.
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
    beside.replace(path)


if __name__ == "__main__":
    main()
