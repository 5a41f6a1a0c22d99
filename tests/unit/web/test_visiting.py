"""From where a request comes: told only where it is surely known."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from web.visiting import address_of

CADDY = (ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "known"),
    [
        ("127.0.0.1", "1.1.1.1", "1.1.1.1"),
        ("127.0.0.1", "8.8.8.8, 1.1.1.1", "1.1.1.1"),  # what the payer wrote there itself
        ("127.0.0.1", "1.1.1.1, 10.1.2.3", "1.1.1.1"),  # two proxies of ours
        ("::ffff:127.0.0.1", "2606:4700::1111", "2606:4700::1111"),
        ("1.1.1.1", "", "1.1.1.1"),
        ("1.1.1.1", "8.8.8.8", ""),  # a proxy that is not ours, or a lie
        ("127.0.0.1", "", ""),
        ("127.0.0.1", "192.168.1.7", ""),
        ("127.0.0.1", "1.1.1.1, unknown", ""),
        ("127.0.0.1", "1.1.1.1, 8.8.8.8:443", ""),
        ("192.168.1.7", "1.1.1.1", ""),
        ("", "1.1.1.1", ""),
    ],
)
def test_an_address_counts_where_a_proxy_of_ours_wrote_it(peer: str, forwarded: str, known: str) -> None:
    assert address_of(peer, forwarded, CADDY) == known


def test_without_proxies_of_ours_nobody_is_believed() -> None:
    assert address_of("127.0.0.1", "1.1.1.1", ()) == ""
    assert address_of("1.1.1.1", "", ()) == "1.1.1.1"
