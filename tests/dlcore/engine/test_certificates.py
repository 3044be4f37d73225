"""The certificates of a cluster, checked by TLS itself: two ends that talk, and a stranger."""

import datetime
import socket
import ssl
import subprocess
import sys
import threading

import pytest
from cryptography import x509

from dlcore.engine import certificates


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "dlcore.engine.certificates", *map(str, arguments)],
        capture_output=True,
        text=True,
    )


def context(folder, purpose):
    """As Dask makes it: both ends show the certificate, and neither looks at names."""
    made = ssl.create_default_context(purpose, cafile=folder / "ca.pem")
    made.check_hostname = False
    made.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    made.verify_mode = ssl.CERT_REQUIRED
    return made


def greet(server, client):
    """What the client hears from the server; raises where either does not trust the other."""
    here, there = socket.socketpair()

    def answer():
        try:
            with server.wrap_socket(there, server_side=True) as stream:
                stream.sendall(b"welcome")
        except OSError:
            there.close()

    threading.Thread(target=answer, daemon=True).start()
    here.settimeout(30)
    with client.wrap_socket(here) as stream:
        return stream.recv(16)


def test_who_has_the_files_is_of_the_cluster_and_nobody_else(tmp_path):
    ours, others = tmp_path / "deep" / "ours", tmp_path / "others"
    for folder in (ours, others):
        certificates.make(folder)
    server = context(ours, ssl.Purpose.CLIENT_AUTH)
    assert greet(server, context(ours, ssl.Purpose.SERVER_AUTH)) == b"welcome"
    with pytest.raises(ssl.SSLError):
        greet(server, context(others, ssl.Purpose.SERVER_AUTH))
    without = ssl.create_default_context(cafile=ours / "ca.pem")
    without.check_hostname = False
    with pytest.raises(ssl.SSLError, match="CERTIFICATE_REQUIRED"):
        greet(server, without)


def test_the_files_are_for_one_user_and_hold_no_key_of_the_authority(tmp_path):
    folder = tmp_path / "certificates"
    certificates.make(folder, days=90)
    assert {p.name: p.stat().st_mode & 0o777 for p in folder.iterdir()} == dict.fromkeys(
        certificates.FILES, 0o600
    )
    assert folder.stat().st_mode & 0o777 == 0o700
    keys = [p.name for p in folder.iterdir() if b"PRIVATE" in p.read_bytes()]
    assert keys == ["key.pem"]
    node = x509.load_pem_x509_certificate((folder / "cert.pem").read_bytes())
    left = node.not_valid_after_utc - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=89) < left <= datetime.timedelta(days=90)


def test_the_command_makes_them_once_and_again_where_they_no_longer_do(tmp_path):
    folder = tmp_path / "certificates"

    def files():
        return {p.name: p.read_bytes() for p in folder.iterdir()}

    assert run(folder).returncode == 0
    first = files()
    assert "still valid" in run(folder).stdout
    assert files() == first
    for spoil in (
        lambda: (folder / "ca.pem").unlink(),
        lambda: (folder / "key.pem").write_bytes(b"no key"),
        lambda: certificates.make(folder, days=20),  # ends within a month
        lambda: (folder / "key.pem").write_bytes(first["key.pem"]),  # of another certificate
    ):
        spoil()
        assert not certificates.is_valid(folder)
        certificates.make(folder)
        assert certificates.is_valid(folder)


def test_what_cannot_be_gets_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    refused = run(tmp_path / "file")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("The certificates cannot be written: ")
    assert "Received: 0" in run(tmp_path, "--days", 0).stderr
